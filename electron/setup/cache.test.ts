import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { mkdirSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'

interface Download {
  name: string
  sha256: string
  size?: number
  url: () => Promise<string>
  connectTimeout?: number
  attempts?: number
}

// Set-up is JavaScript, which runs before any tool is installed; the compiler of the app does not read it.
interface Cache {
  fetchFile: (wanted: Download) => Promise<string>
  madeFolder: (name: string, make: (folder: string) => Promise<void>) => Promise<string>
}

const content = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * 7919) % 251))
const sha256 = createHash('sha256').update(content).digest('hex')

let folder: string
let server: Server
let answer: (request: IncomingMessage, response: ServerResponse) => void
let ranges: (string | undefined)[]
let cache: Cache

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'malar-cache-test-'))
  vi.stubEnv('MALAR_CACHE', folder)
  cache = await vi.importActual<Cache>('./cache.mjs')
  vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  server = createServer((request, response) => {
    ranges.push(request.headers.range)
    answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})

beforeEach(() => {
  ranges = []
  answer = wholeOrRest
})

afterEach(() => {
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true })
})

afterAll(() => {
  server.close()
  rmSync(folder, { recursive: true })
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})

function wanted(changes: Partial<Download> = {}): Download {
  const url = async () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/file`
  return { name: 'file', sha256, size: content.length, url, ...changes }
}

/** A server that honours ranges. */
function wholeOrRest(request: IncomingMessage, response: ServerResponse) {
  const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0)
  const status = from > 0 ? 206 : 200
  response.writeHead(status, { 'content-length': content.length - from }).end(content.subarray(from))
}

function leavePart(bytes: Buffer) {
  mkdirSync(join(folder, 'files'), { recursive: true })
  writeFileSync(join(folder, 'files', `${sha256}.part`), bytes)
}

describe('fetchFile', () => {
  it('stores what it fetched by content, and asks nobody the second time', async () => {
    const path = await cache.fetchFile(wanted())
    expect(path).toBe(join(folder, 'files', sha256))
    expect(readFileSync(path).equals(content)).toBe(true)
    await cache.fetchFile(wanted({ url: () => Promise.reject(new Error('must not be asked')) }))
    expect(ranges).toHaveLength(1)
    expect(readdirSync(join(folder, 'files'))).toEqual([sha256])
  })

  it('goes on where an earlier run was interrupted', async () => {
    leavePart(content.subarray(0, 100_000))
    const path = await cache.fetchFile(wanted())
    expect(ranges).toEqual(['bytes=100000-'])
    expect(readFileSync(path).equals(content)).toBe(true)
  })

  it('starts again where the server knows no ranges', async () => {
    leavePart(content.subarray(0, 100_000))
    answer = (_request, response) =>
      response.writeHead(200, { 'content-length': content.length }).end(content)
    expect(readFileSync(await cache.fetchFile(wanted())).equals(content)).toBe(true)
  })

  it('takes up a transfer that breaks off in the middle', async () => {
    answer = (_request, response) => {
      answer = wholeOrRest
      response.writeHead(200, { 'content-length': content.length })
      response.write(content.subarray(0, 150_000), () => setTimeout(() => response.destroy(), 50))
    }
    expect(readFileSync(await cache.fetchFile(wanted())).equals(content)).toBe(true)
    expect(ranges).toHaveLength(2)
    expect(ranges[1]).toMatch(/^bytes=[1-9]/)
  })

  it('throws away what has another hash, and leaves nothing that looks complete', async () => {
    answer = (_request, response) => response.end(Buffer.alloc(content.length))
    await expect(cache.fetchFile(wanted())).rejects.toThrow('is not what was expected')
    expect(readdirSync(join(folder, 'files'))).toEqual([])
  })

  it('fetches anew what was damaged in the cache', async () => {
    const path = await cache.fetchFile(wanted())
    writeFileSync(path, 'damaged')
    expect(readFileSync(await cache.fetchFile(wanted())).equals(content)).toBe(true)
  })

  it('gives up on a server that does not answer, and on one that refuses', async () => {
    answer = () => {}
    const silent = wanted({ connectTimeout: 100, attempts: 1 })
    await expect(cache.fetchFile(silent)).rejects.toThrow('cannot be fetched')
    answer = (_request, response) => response.writeHead(404).end()
    await expect(cache.fetchFile(wanted())).rejects.toThrow('the server answered 404')
    expect(ranges).toHaveLength(2)
  })

  it('gives up on a part that is longer than the file, then fetches the file', async () => {
    leavePart(Buffer.concat([content, content]))
    answer = (request, response) => {
      if (request.headers.range !== undefined) response.writeHead(416).end()
      else wholeOrRest(request, response)
    }
    expect(readFileSync(await cache.fetchFile(wanted())).equals(content)).toBe(true)
  })
})

describe('madeFolder', () => {
  it('makes a folder once', async () => {
    const make = vi.fn(async (draft: string) => writeFileSync(join(draft, 'a'), 'b'))
    const path = await cache.madeFolder('thing', make)
    expect(await cache.madeFolder('thing', make)).toBe(path)
    expect(make).toHaveBeenCalledTimes(1)
    expect(readdirSync(path)).toEqual(['a'])
  })

  it('leaves nothing under the name when making it fails', async () => {
    const failing = () => Promise.reject(new Error('no compiler'))
    await expect(cache.madeFolder('thing', failing)).rejects.toThrow('no compiler')
    expect(existsSync(join(folder, 'made', 'thing'))).toBe(false)
  })
})
