import { request } from 'node:http'
import { networkInterfaces } from 'node:os'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Pages } from './pages'

const pages = new Pages()
let address = ''

beforeAll(async () => {
  pages.handle(
    'malar',
    ({ url }) => new Response(`it is ${url}`, { status: 200, headers: { 'x-own': 'yes' } }),
  )
  address = await pages.addressOf('malar://app/index.html?a=1')
})
afterAll(() => pages.close())

/** Status and body of an answer. */
function ask(url: string, options: { method?: string; headers?: Record<string, string> } = {}) {
  return new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
    request(url, options, (response) => {
      let body = ''
      response.setEncoding('utf8').on('data', (part: string) => (body += part))
      response.on('end', () => resolve({ status: response.statusCode, body }))
    })
      .on('error', reject)
      .end()
  })
}

it('a page comes as the app serves it, under an address that can be led back to its own', async () => {
  expect(await ask(address)).toEqual({ status: 200, body: 'it is malar://app/index.html?a=1' })
  expect(pages.urlOf(address)).toBe('malar://app/index.html?a=1')
  expect(pages.urlOf('http://127.0.0.1/index.html')).toBe('http://127.0.0.1/index.html')
})

it('nothing comes without the token, by another name of the host, or by another method', async () => {
  const nothing = { status: 404, body: '' }
  const { origin, pathname } = new URL(address)
  const token = pathname.split('/')[1] as string
  expect(token).toMatch(/^[0-9a-f]{32}$/)
  for (const path of [
    '/',
    '/index.html',
    `/${token}`,
    pathname.replace(token, '0'.repeat(32)),
    `/${token}/file/etc/passwd`,
  ]) {
    expect(await ask(origin + path)).toEqual(nothing)
  }
  expect(await ask(address, { headers: { host: 'malar.example' } })).toEqual(nothing)
  expect(await ask(address, { method: 'POST' })).toEqual(nothing)
})

it('nobody on the network is heard', async () => {
  const outside = Object.values(networkInterfaces()).flat()
  for (const one of outside) {
    if (!one || one.internal || one.family !== 'IPv4') continue
    await expect(ask(address.replace('127.0.0.1', one.address))).rejects.toThrow('ECONNREFUSED')
  }
  expect(new URL(address).hostname).toBe('127.0.0.1')
})
