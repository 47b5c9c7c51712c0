/** What a page of Malar cannot do, whatever script runs in it: each for the window and for the decoder. */
import type { WebContents } from 'electron'
import { API_NAMES } from '../../electron/contract'
import { PAGE_NAMES, expect, test } from './pages'

test('every page is isolated, sandboxed and without Node', async ({ malar: { app, pages } }) => {
  const made = await app.evaluate(({ webContents }) =>
    webContents.getAllWebContents().map((contents) => {
      type Made = WebContents & { getLastWebPreferences(): Record<string, unknown> }
      return { url: contents.getURL(), ...(contents as Made).getLastWebPreferences() }
    }),
  )
  expect(made.map(({ url }) => url).sort()).toEqual([
    'malar://app/index.html',
    'malar://decoder/decoder.html',
  ])
  for (const preferences of made) {
    expect(preferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      webSecurity: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      enableBlinkFeatures: '',
    })
  }
  for (const name of PAGE_NAMES) {
    const found = await pages[name].evaluate(() =>
      ['require', 'process', 'Buffer', 'module', 'global', 'ipcRenderer', 'electron'].filter(
        (word) => word in window,
      ),
    )
    expect({ name, found }).toEqual({ name, found: [] })
  }
})

test('the window is given the functions of the contract, the decoder nothing', async ({
  malar: { pages },
}) => {
  const given = await pages.window.evaluate(() => {
    const { malar } = window as unknown as { malar: Record<string, unknown> }
    try {
      malar.study = null
      malar.more = null
    } catch {
      // Strict code is told that nothing can be changed; other code is not.
    }
    return { names: Object.keys(malar).sort(), study: typeof malar.study }
  })
  expect(given).toEqual({ names: [...API_NAMES, 'onEvent', 'pathOf'].sort(), study: 'function' })
  expect(await pages.decoder.evaluate(() => 'malar' in window)).toBe(false)
})

for (const name of PAGE_NAMES) {
  test(`no text becomes code in the ${name}`, async ({ malar: { pages } }) => {
    const outcomes = await pages[name].evaluate(async () => {
      // What the debugger runs itself is exempt; what comes after a wait is not.
      await new Promise((done) => setTimeout(done))
      const loose = window as unknown as {
        eval(code: string): unknown
        trustedTypes: { createPolicy(name: string, rules: object): unknown }
        ran: boolean
      }
      loose.ran = false
      const outcomeOf = (work: () => unknown): string => {
        try {
          work()
          return 'done'
        } catch (error) {
          return (error as Error).name
        }
      }
      const element = (tag: string, attributes: Record<string, string>): HTMLElement => {
        const made = document.createElement(tag)
        for (const [key, value] of Object.entries(attributes)) outcomeOf(() => made.setAttribute(key, value))
        document.body.append(made)
        return made
      }
      const outcome = {
        eval: outcomeOf(() => loose.eval('1 + 1')),
        function: outcomeOf(() => new Function('return 1')),
        inline: outcomeOf(() => (document.createElement('script').textContent = 'window.ran = true')),
        html: outcomeOf(() => (document.createElement('div').innerHTML = '<b>bold</b>')),
        policy: outcomeOf(() => loose.trustedTypes.createPolicy('mine', {})),
      }
      element('img', { src: 'nothing', onerror: 'window.ran = true' })
      element('a', { href: 'javascript:window.ran = true' }).click()
      element('iframe', { srcdoc: '<script>parent.ran = true</script>' })
      element('script', { src: URL.createObjectURL(new Blob(['window.ran = true'])) })
      await new Promise((done) => setTimeout(done, 300))
      return { ...outcome, ran: loose.ran }
    })
    expect(outcomes).toEqual({
      eval: 'EvalError',
      function: 'EvalError',
      inline: 'TypeError',
      html: 'TypeError',
      policy: 'TypeError',
      ran: false,
    })
  })

  test(`the ${name} opens no window and goes nowhere`, async ({ malar: { app, pages } }) => {
    const page = pages[name]
    const before = page.url()
    for (const place of [
      'https://malar.example/',
      'file:///etc/passwd',
      'malar://app/decoder.html',
      'malar://decoder/decoder.html?again',
      'data:text/html,hello',
    ]) {
      const opened = await page.evaluate(async (address) => {
        const answer = window.open(address)
        const link = Object.assign(document.createElement('a'), { href: address, target: '_blank' })
        document.body.append(link)
        link.click()
        link.dispatchEvent(new MouseEvent('auxclick', { button: 1, bubbles: true }))
        link.target = ''
        link.click()
        const form = Object.assign(document.createElement('form'), { action: address, method: 'post' })
        document.body.append(form)
        form.submit()
        location.href = address
        await new Promise((done) => setTimeout(done, 200))
        return answer
      }, place)
      expect({ place, opened, url: page.url() }).toEqual({ place, opened: null, url: before })
    }
    expect(app.windows()).toHaveLength(PAGE_NAMES.length)
  })

  test(`the ${name} is allowed no device and no permission`, async ({ malar: { pages } }) => {
    const asked = await pages[name].evaluate(async () => {
      const names = ['camera', 'microphone', 'geolocation', 'notifications', 'clipboard-read', 'midi']
      const states = names.map((one) => navigator.permissions.query({ name: one as PermissionName }))
      const outcomeOf = (asked: Promise<unknown>): Promise<string> =>
        asked.then(
          () => 'given',
          () => 'refused',
        )
      return {
        states: (await Promise.all(states)).map(({ state }) => state),
        camera: await outcomeOf(navigator.mediaDevices.getUserMedia({ video: true })),
        screen: await outcomeOf(navigator.mediaDevices.getDisplayMedia()),
        clipboard: await outcomeOf(navigator.clipboard.readText()),
        notifications: await Notification.requestPermission(),
      }
    })
    expect(new Set(asked.states)).toEqual(new Set(['denied']))
    // Without a camera that of this machine is refused in any case; the states above are the proof.
    expect(asked).toMatchObject({ camera: 'refused', screen: 'refused', clipboard: 'refused' })
    expect(asked.notifications).toBe('denied')
  })
}

test('no address climbs out of what is served', async ({ malar: { pages } }) => {
  const statuses = (paths: string[]): Promise<number[]> =>
    pages.window.evaluate(
      (given) => Promise.all(given.map(async (path) => (await fetch(`malar://app${path}`)).status)),
      paths,
    )
  const climbs = ['/%2e%2e/main.cjs', '/..%2fmain.cjs', '/../package.json', '//etc/passwd', '/photograph/2']
  expect(await statuses(climbs)).toEqual(climbs.map(() => 404))
  expect(await statuses(['/index.html', '/photograph/1'])).toEqual([200, 200])
})

test('nothing is downloaded', async ({ malar: { app, pages } }) => {
  await app.evaluate(({ webContents }) => {
    const seen = globalThis as unknown as { downloads: string[] }
    seen.downloads = []
    for (const { session } of webContents.getAllWebContents()) {
      session.on('will-download', ({ defaultPrevented }, item) =>
        seen.downloads.push(`${item.getFilename()} ${defaultPrevented ? 'prevented' : 'comes'}`),
      )
    }
  })
  await pages.window.evaluate(async () => {
    const href = URL.createObjectURL(new Blob(['a face']))
    Object.assign(document.createElement('a'), { href, download: 'face.txt' }).click()
    await new Promise((done) => setTimeout(done, 500))
  })
  const downloads = app.evaluate(() => (globalThis as unknown as { downloads: string[] }).downloads)
  expect(await downloads).toEqual(['face.txt prevented'])
})

test('what is served names no server and makes no code of text', async ({ malar: { pages } }) => {
  const files = await pages.window.evaluate(async () => {
    const read = async (path: string): Promise<string> => (await fetch(path)).text()
    const served: Record<string, string> = {}
    for (const page of ['/index.html', '/decoder.html']) {
      served[page] = await read(page)
      for (const [, path] of served[page].matchAll(/(?:src|href)="\.(\/[^"]+)"/g))
        served[path] = await read(path)
    }
    return served
  })
  expect(Object.keys(files).filter((name) => name.endsWith('.js'))).toHaveLength(2)
  for (const [name, text] of Object.entries(files)) {
    const addresses = [...text.matchAll(/(?:https?|wss?):\/\/[^\s"'`)]*/g)].map(([address]) => address)
    // Names of kinds of elements, and where Svelte explains its own errors: nothing is asked of either.
    const strange = addresses.filter(
      (one) => !/^http:\/\/www\.w3\.org\/|^https:\/\/svelte\.dev\/e\//.test(one),
    )
    const code = [...text.matchAll(/\bnew Function\(|(?<![\w.])eval\(/g)].map(([word]) => word)
    expect({ name, strange, code }).toEqual({ name, strange: [], code: [] })
  }
})
