/**
 * Messages between the main process and the decoder, a hidden sandboxed page whose only job is to turn
 * hostile image bytes into pixels. Requests are answered one after the other.
 */
import type { CropFrame } from './domain/crop'

export interface DecodeRequest {
  kind: 'decode'
  bytes: Uint8Array
  mime: string
  /** EXIF orientation 1..8 to bake in; the bytes themselves no longer carry one. */
  orientation: number
  /** Longest side of the copy that landmarks are sought in, pixels. */
  analysisSide: number
  thumbnailSide: number
  /** How the upright photograph is encoded again. */
  encodeAs: 'image/jpeg' | 'image/png'
}

export interface DecodedPhotograph {
  /** Size of the upright photograph. */
  width: number
  height: number
  mime: string
  /** The upright photograph, encoded anew, without metadata. */
  bytes: Uint8Array
  thumbnail: Uint8Array
  analysis: { width: number; height: number; rgba: Uint8Array }
}

export interface CropRequest {
  kind: 'crops'
  /** Bytes of an upright photograph; null cuts from the photograph that was decoded last. */
  bytes: Uint8Array | null
  mime: string
  frames: CropFrame[]
  /** Side of each square crop in pixels. */
  pixels: number
}

export type DecoderTask = DecodeRequest | CropRequest
export type ToDecoder = DecoderTask & { seq: number }

export type FromDecoder =
  | { seq: number; ok: true; answer: DecodedPhotograph | Uint8Array[] }
  | { seq: number; ok: false; message: string }
