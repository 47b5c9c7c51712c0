/** No page asks a server for anything: its policy forbids it before a request is made. */
import { PAGE_NAMES, expect, test } from './pages'
import { candidates, failures, listen, tryAll } from './reaching'

for (const name of PAGE_NAMES) {
  test(`no request of the ${name} even leaves it`, async ({ malar: { app, pages } }) => {
    const listener = await listen()
    const failed = await failures(app)
    const { reached, violated } = await tryAll(pages[name], listener.address)
    expect(reached).toEqual([])
    expect(violated).toEqual(
      expect.arrayContaining([
        'connect-src',
        'font-src',
        'frame-src',
        'img-src',
        'media-src',
        'style-src-elem',
      ]),
    )
    expect(await failed()).toEqual([])
    listener.close()
    expect(listener.knocks()).toBe(0)
    expect(await candidates(pages[name])).toBe(0)
  })
}
