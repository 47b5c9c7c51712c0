import fc from 'fast-check'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Session } from 'electron'
import { describe, expect, it, vi } from 'vitest'
import { MalarError } from './domain/words'
import { declareScheme, readPages, registerScheme, serve, serveDecoder } from './protocol'
import type { Pictures, Served } from './protocol'

const declared = vi.hoisted(() => vi.fn())
vi.mock('electron', () => ({ protocol: { registerSchemesAsPrivileged: declared }, app: {}, session: {} }))

const PAGES = new Map([
  ['/index.html', Buffer.from('<!doctype html>')],
  ['/decoder.html', Buffer.from('<!doctype html><title>decoder</title>')],
  ['/assets/app.js', Buffer.from('let a')],
  ['/assets/odd.bin', Buffer.from([0])],
])

const PICTURES: Pictures = {
  photograph: (id) => {
    if (id === 13) throw new MalarError('damaged', 'Its bytes do not match.')
    return id === 7 ? { mime: 'image/png', bytes: Uint8Array.of(9, 1, 2, 3).subarray(1) } : null
  },
  thumbnail: (id) => (id === 7 ? Uint8Array.of(4) : null),
  showing: (round, showing) =>
    round === 2 && showing === 3 ? { mime: 'image/jpeg', bytes: Uint8Array.of(2, 3) } : null,
  crop: (key) => (key === 8 ? Uint8Array.of(5) : null),
  exemplar: (id) => (id === 6 ? Uint8Array.of(6) : null),
}

const ask = (url: string): Served => serve(url, PAGES, PICTURES)

/** Nothing but the words “not found” leaves with a refusal. */
function expectNothing(url: string): void {
  expect({ url, status: ask(url).status, body: ask(url).body.toString() }).toEqual({
    url,
    status: 404,
    body: 'not found',
  })
}

describe('the window’s files', () => {
  it('are served with their type and under the policy', () => {
    const page = ask('malar://app/index.html')
    expect(page.status).toBe(200)
    expect(page.body.toString()).toBe('<!doctype html>')
    expect(page.headers).toMatchObject({
      'Content-Type': 'text/html; charset=utf-8',
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'no-store',
    })
    const policy = page.headers['Content-Security-Policy']
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("script-src 'self';")
    expect(policy).toContain("img-src 'self';")
    expect(policy).not.toMatch(/unsafe|https?:|\*/)
    expect(ask('malar://app/assets/app.js').headers['Content-Type']).toBe('text/javascript; charset=utf-8')
    expect(ask('malar://app/assets/odd.bin').headers['Content-Type']).toBe('application/octet-stream')
  })

  it('are found whatever query or fragment is added', () => {
    for (const url of [
      'malar://app/',
      'malar://app/index.html?a=1#b',
      'malar://app/./x/../index.html',
      'malar://app/..',
    ]) {
      expect(ask(url).body.toString()).toBe('<!doctype html>')
    }
  })

  it.each([
    'malar://app/../package.json',
    'malar://app/../../../../etc/passwd',
    'malar://app/%2e%2e/%2e%2e/etc/passwd',
    'malar://app/..%2f..%2fetc/passwd',
    'malar://app/%2fetc/passwd',
    'malar://app//etc/passwd',
    'malar://app/index.html/',
    'malar://app/INDEX.html',
    'malar://app/index.html%00',
    'malar://app/assets',
    'malar://app/assets/',
    'malar://app/..\\..\\secret',
    'malar://app/constructor',
    'malar://app/__proto__',
  ])('hide what is not among them: %s', expectNothing)

  it.each([
    'malar://other/index.html',
    'malar://app.evil/index.html',
    'malar://app:81/index.html',
    'malar:///index.html',
    'malar:index.html',
    'file:///etc/passwd',
    'https://app/index.html',
    'malarx://app/index.html',
    'data:text/html,hello',
    'not a url',
    '',
  ])('belong to one host and one scheme: %s', expectNothing)

  it('are read from a folder once, deeply', () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'malar-pages-'))
    fs.mkdirSync(path.join(folder, 'a', 'b'), { recursive: true })
    fs.writeFileSync(path.join(folder, 'index.html'), 'i')
    fs.writeFileSync(path.join(folder, 'a', 'b', 'c.js'), 'c')
    const pages = readPages(folder)
    fs.rmSync(folder, { recursive: true })
    expect([...pages].map(([name, bytes]) => [name, bytes.toString()]).sort()).toEqual([
      ['/a/b/c.js', 'c'],
      ['/index.html', 'i'],
    ])
  })
})

describe('the decoder’s files', () => {
  it('are served under a policy that lets it load nothing but its scripts', () => {
    const page = serveDecoder('malar://decoder/decoder.html', PAGES)
    expect(page.status).toBe(200)
    const policy = page.headers['Content-Security-Policy']
    expect(policy).toContain("script-src 'self';")
    expect(policy).not.toMatch(/img-src|connect-src|style-src|unsafe|https?:|\*/)
    expect(serveDecoder('malar://decoder/assets/app.js', PAGES).status).toBe(200)
  })

  it.each([
    'malar://app/index.html',
    'malar://app/photograph/7',
    'malar://decoder/photograph/7',
    'malar://photograph/7',
    'malar://decoder/',
    'malar://decoder.evil/decoder.html',
    'file:///decoder/decoder.html',
    'decoder.html',
  ])('do not include %s', (url) => {
    expect(serveDecoder(url, PAGES).status).toBe(404)
  })

  it('are not the window’s', () => expectNothing('malar://decoder/decoder.html'))
})

describe('pictures', () => {
  it('are served by number, and only their own bytes', () => {
    expect(ask('malar://app/photograph/7')).toMatchObject({
      status: 200,
      headers: { 'Content-Type': 'image/png' },
    })
    expect([...ask('malar://app/photograph/7').body]).toEqual([1, 2, 3])
    expect([...ask('malar://app/thumbnail/7').body]).toEqual([4])
    expect(ask('malar://app/crop/8')).toMatchObject({ status: 200, headers: { 'Content-Type': 'image/jpeg', 'Cache-Control': 'no-store' } }) // prettier-ignore
    expect([...ask('malar://app/exemplar/6').body]).toEqual([6])
    expect([...ask('malar://app/showing/2/3').body]).toEqual([2, 3])
  })

  it('are of the page’s own origin and of no other', () => {
    for (const picture of ['photograph/7', 'showing/2/3', 'thumbnail/7', 'crop/8', 'exemplar/6']) {
      expect(ask(`malar://app/${picture}`).status).toBe(200)
      expectNothing(`malar://${picture}`)
    }
  })

  it.each([
    'malar://app/photograph/8',
    'malar://app/showing/2',
    'malar://app/showing/2/',
    'malar://app/showing//2/3',
    'malar://app/showing/2/3/4',
    'malar://app/thumbnail/8',
    'malar://app/crop/7',
    'malar://app/exemplar/7',
    'malar://app/photograph/',
    'malar://app/photograph/-7',
    'malar://app/photograph/7.0',
    'malar://app/photograph/7e0',
    'malar://app/photograph/0x7',
    'malar://app/photograph/7/',
    'malar://app/photograph/7/8',
    'malar://app/photograph/٧',
    'malar://app/photograph/%37',
    'malar://app/photograph/7%0a',
    'malar://app/photograph/9999999999999999',
    'malar://app/photograph/NaN',
    'malar://app/photographs/7',
    'malar://app/constructor/7',
    'malar://app/__proto__/7',
  ])('are not served for %s', expectNothing)

  it('that are damaged, or whose study is closed, are not there', () => {
    expectNothing('malar://app/photograph/13')
    const closed: Pictures = {
      ...PICTURES,
      crop: () => {
        throw new TypeError('The database connection is not open')
      },
    }
    expect(serve('malar://app/crop/8', PAGES, closed).status).toBe(404)
  })
})

it('no URL makes it throw, and what it serves is always one of its files', () => {
  const bodies = new Set([...PAGES.values()].map((body) => body.toString('hex')))
  const part = fc.oneof(fc.constantFrom('..', '%2e%2e', '/', '\\', 'app', 'index.html', '?', '#', '%', ':', '@', '%00'), fc.string()) // prettier-ignore
  fc.assert(
    fc.property(
      fc.array(part, { maxLength: 8 }),
      fc.constantFrom('malar://app/', 'malar://', 'malar:', ''),
      (parts, start) => {
        const { status, body } = ask(start + parts.join(''))
        expect(status === 404 || bodies.has(body.toString('hex'))).toBe(true)
      },
    ),
    { numRuns: 1000 },
  )
})

describe('the scheme', () => {
  it('is declared secure and standard, without passing the policy by', () => {
    declareScheme()
    expect(declared).toHaveBeenCalledWith([
      { scheme: 'malar', privileges: { standard: true, secure: true, supportFetchAPI: true } },
    ])
  })

  it('is answered through protocol.handle where there is one', async () => {
    let handler: ((request: { url: string }) => Response) | undefined
    const handle = (_scheme: string, given: typeof handler) => (handler = given)
    registerScheme({ protocol: { handle } } as unknown as Session, ask)
    const page = handler?.({ url: 'malar://app/index.html' }) as Response
    expect(page.status).toBe(200)
    expect(page.headers.get('Content-Security-Policy')).toContain("default-src 'none'")
    expect(await page.text()).toBe('<!doctype html>')
    expect(handler?.({ url: 'malar://app/../x' }).status).toBe(404)
  })

  it('is answered with the same on an older Electron', () => {
    type Answer = { statusCode: number; mimeType: string; data: Buffer; headers: Record<string, string> }
    let answer: Answer | undefined
    const registerBufferProtocol = (
      _scheme: string,
      given: (request: { url: string }, respond: (with_: Answer) => void) => void,
    ) =>
      // prettier-ignore
      given({ url: 'malar://app/index.html' }, (served) => (answer = served))
    registerScheme({ protocol: { registerBufferProtocol } } as unknown as Session, ask)
    expect(answer).toMatchObject({ statusCode: 200, mimeType: 'text/html; charset=utf-8' })
    expect(answer?.headers['Content-Security-Policy']).toContain("default-src 'none'")
    expect(answer?.data.toString()).toBe('<!doctype html>')
  })
})
