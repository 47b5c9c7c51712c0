/** Where these journeys run: as an ordinary user, and without a network. */
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { expect, test } from '../app'

test('whoever uses the package here is not root', () => {
  expect(process.getuid?.()).not.toBe(0)
})

test('there is no network but the loopback', async () => {
  test.skip(process.env.MALAR_E2E_ALONE !== '1', 'This machine allows no network namespace.')
  const interfaces = [...readFileSync('/proc/net/dev', 'utf8').matchAll(/^ *([^\s:]+):/gm)].map(
    ([, name]) => name,
  )
  expect(interfaces).toEqual(['lo'])
  // An address for documentation, to which no way leads (RFC 5737).
  const trouble = await new Promise<string | undefined>((settle) => {
    const socket = connect(443, '192.0.2.1', () => settle('connected'))
    socket.on('error', (error: NodeJS.ErrnoException) => settle(error.code))
  })
  expect(trouble).toBe('ENETUNREACH')
})
