/**
 * What `malar://app/` serves: the built window, and pictures of the open study by number; and `malar://decoder/`, files
 * only. They are a list made at start, so no path is ever computed from a URL. The window names pictures by addresses
 * relative to its own.
 */
import { protocol } from 'electron'
import type { Session } from 'electron'
import { readFileSync, readdirSync } from 'node:fs'
import { extname, join } from 'node:path'
import { CONTENT_SECURITY_POLICY, DECODER_HOST, DECODER_SECURITY_POLICY, HOST, SCHEME } from './security'

export interface Served {
  status: number
  headers: Record<string, string>
  body: Buffer
}

/** Where pictures come from; null or an error where there is none. */
export interface Pictures {
  photograph(id: number): { mime: string; bytes: Uint8Array } | null
  thumbnail(id: number): Uint8Array | null
  crop(regionKey: number): Uint8Array | null
  exemplar(id: number): Uint8Array | null
  /** The photograph of a round's showing: an address that does not tell which photograph it is. */
  showing(round: number, showing: number): { mime: string; bytes: Uint8Array } | null
}

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
}

const NOT_FOUND: Served = {
  status: 404,
  headers: { 'Content-Type': 'text/plain' },
  body: Buffer.from('not found'),
}

/** Reads every file below `folder` once: path from the root, with a slash before it, to its bytes. */
export function readPages(folder: string, prefix = ''): Map<string, Buffer> {
  const pages = new Map<string, Buffer>()
  for (const entry of readdirSync(join(folder, prefix), { withFileTypes: true })) {
    const path = `${prefix}/${entry.name}`
    if (entry.isDirectory()) for (const [key, value] of readPages(folder, path)) pages.set(key, value)
    else pages.set(path, readFileSync(join(folder, path)))
  }
  return pages
}

/** Answers one URL of the window; pure but for the pictures, never throws. */
export function serve(url: string, pages: Map<string, Buffer>, pictures: Pictures): Served {
  const path = pathWithin(HOST, url)
  // Pictures are of the page's own origin, since only so may it read them and decode them ahead.
  const picture = /^\/(photograph|showing|thumbnail|crop|exemplar)(\/.*)$/.exec(path)
  if (picture) return servePicture(picture[1] as string, picture[2] as string, pictures)
  return servePage(path === '/' ? '/index.html' : path, pages, CONTENT_SECURITY_POLICY)
}

/** Answers one URL of the decoder: files, and never a picture. */
export function serveDecoder(url: string, pages: Map<string, Buffer>): Served {
  return servePage(pathWithin(DECODER_HOST, url), pages, DECODER_SECURITY_POLICY)
}

/** The path of an address of this host; empty for any other address. */
function pathWithin(host: string, url: string): string {
  try {
    const parsed = new URL(url)
    return parsed.protocol === `${SCHEME}:` && parsed.host === host ? parsed.pathname : ''
  } catch {
    return ''
  }
}

function servePage(path: string, pages: Map<string, Buffer>, policy: string): Served {
  const body = pages.get(path)
  if (!body) return NOT_FOUND
  return {
    status: 200,
    headers: {
      'Content-Type': TYPES[extname(path)] ?? 'application/octet-stream',
      'Content-Security-Policy': policy,
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'no-store',
    },
    body,
  }
}

function servePicture(kind: string, path: string, pictures: Pictures): Served {
  const found = /^\/(\d{1,15})(?:\/(\d{1,15}))?$/.exec(path)
  if (!found) return NOT_FOUND
  try {
    const picture = pictureOf(
      kind,
      Number(found[1]),
      found[2] === undefined ? null : Number(found[2]),
      pictures,
    )
    if (!picture) return NOT_FOUND
    return {
      status: 200,
      headers: {
        'Content-Type': picture.mime,
        'Cache-Control': 'no-store',
        'X-Content-Type-Options': 'nosniff',
      },
      body: Buffer.from(picture.bytes.buffer, picture.bytes.byteOffset, picture.bytes.byteLength),
    }
  } catch {
    // A damaged photograph shows as a broken picture; `check` names it.
    return NOT_FOUND
  }
}

function pictureOf(
  kind: string,
  key: number,
  within: number | null,
  pictures: Pictures,
): { mime: string; bytes: Uint8Array } | null {
  if (within !== null) return kind === 'showing' ? pictures.showing(key, within) : null
  if (kind === 'photograph') return pictures.photograph(key)
  if (kind === 'thumbnail') return jpeg(pictures.thumbnail(key))
  if (kind === 'crop') return jpeg(pictures.crop(key))
  if (kind === 'exemplar') return jpeg(pictures.exemplar(key))
  return null
}

function jpeg(bytes: Uint8Array | null): { mime: string; bytes: Uint8Array } | null {
  return bytes ? { mime: 'image/jpeg', bytes } : null
}

/** Declares the scheme; must run before the app is ready. */
export function declareScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
}

/** Registers the scheme on a session: `protocol.handle` where Electron has it, the older call elsewhere. */
export function registerScheme(target: Session, answer: (url: string) => Served): void {
  if (typeof target.protocol.handle === 'function') {
    target.protocol.handle(SCHEME, (request) => {
      const { status, headers, body } = answer(request.url)
      return new Response(new Uint8Array(body), { status, headers })
    })
    return
  }
  target.protocol.registerBufferProtocol(SCHEME, (request, respond) => {
    const { status, headers, body } = answer(request.url)
    respond({ statusCode: status, headers, mimeType: headers['Content-Type'], data: body })
  })
}
