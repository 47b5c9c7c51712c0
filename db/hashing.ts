import { createHash } from 'node:crypto'
import { MalarError } from '../electron/domain/words'

/** In hexadecimal. */
export function sha256(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex')
}

/** @throws MalarError `damaged` when the bytes are not those that were stored */
export function requireIntact(what: string, bytes: Uint8Array, expected: string): Uint8Array {
  if (sha256(bytes) === expected) return bytes
  throw new MalarError(
    'damaged',
    `The ${what} is damaged: it is not what was stored. Go on with your last backup.`,
  )
}

/** Floats as little-endian bytes, which is what every machine that Electron runs on holds in memory. */
export function floatsToBytes(floats: Float32Array): Uint8Array {
  return new Uint8Array(floats.buffer, floats.byteOffset, floats.byteLength)
}

/** A copy: the driver's bytes need not begin at a multiple of four. */
export function bytesToFloats(bytes: Uint8Array): Float32Array {
  return new Float32Array(
    bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer,
  )
}
