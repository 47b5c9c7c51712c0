/** The sandbox of the system is truly on. */
import { readFileSync } from 'node:fs'
import { PAGE_NAMES, expect, test } from './pages'

test('the process of every page is confined by the system', async ({ malar: { app } }) => {
  test.skip(process.platform !== 'linux', 'Only Linux tells it by a file.')
  test.skip(
    process.getuid?.() === 0,
    'Chromium builds no sandbox for root. The check `package` runs as another user.',
  )
  const metrics = await app.evaluate(({ app: electron }) => electron.getAppMetrics())
  const pages = metrics.filter(({ type }) => type === 'Tab')
  expect(pages.length).toBeGreaterThanOrEqual(PAGE_NAMES.length)
  for (const { pid } of pages) {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    // 2 is a filter of system calls; the last number is that of a process namespace of its own.
    expect(status).toMatch(/^Seccomp:\s+2$/m)
    expect(status).toMatch(/^NoNewPrivs:\s+1$/m)
    expect(status).toMatch(/^NSpid:(\s+\d+){2,}$/m)
  }
})
