/** Values as text between a page and the main side: what Electron's structured clone carries of the contract's types. */

interface Marked {
  $: string
  of?: unknown
}

const ARRAYS = {
  Uint8Array,
  Uint8ClampedArray,
  Int8Array,
  Uint16Array,
  Int16Array,
  Uint32Array,
  Int32Array,
  Float32Array,
  Float64Array,
}

/** @throws TypeError where Electron would not let the value cross either, as with a function */
export function encode(value: unknown): string {
  return JSON.stringify(marked(value))
}

export function decode(text: string): unknown {
  return unmarked(JSON.parse(text))
}

function marked(value: unknown): unknown {
  if (value === undefined) return { $: 'undefined' }
  if (typeof value === 'number') return Number.isFinite(value) ? value : { $: 'number', of: String(value) }
  if (typeof value !== 'object' && typeof value !== 'string' && typeof value !== 'boolean') {
    throw new TypeError('An object could not be cloned.')
  }
  if (typeof value !== 'object' || value === null) return value
  if (ArrayBuffer.isView(value)) {
    const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
    // Node's Buffer arrives as plain bytes, as it does through Electron.
    const name = Object.keys(ARRAYS).find((known) => value.constructor.name === known) ?? 'Uint8Array'
    return { $: name, of: toBase64(bytes) }
  }
  if (Array.isArray(value)) return value.map(marked)
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, marked(inner)]))
}

function unmarked(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(unmarked)
  if (!('$' in value)) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, unmarked(inner)]))
  }
  const { $: name, of } = value as Marked
  if (name === 'undefined') return undefined
  if (name === 'number') return Number(of)
  const bytes = fromBase64(of as string)
  return new ARRAYS[name as keyof typeof ARRAYS](bytes.buffer)
}

/** `btoa` takes characters: so many of them at once as a call may have arguments. */
const AT_ONCE = 0x8000

function toBase64(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += AT_ONCE) {
    text += String.fromCharCode(...bytes.subarray(at, at + AT_ONCE))
  }
  return btoa(text)
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
}
