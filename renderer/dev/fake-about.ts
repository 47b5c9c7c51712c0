import type { About, ListedWork, MalarApi } from '../../electron/contract'

const ABOUT: About = {
  version: '0.1.0',
  warning: null,
  parts: [
    { name: 'Electron', version: '45.4.1' },
    { name: 'Chromium', version: '150.0.0.0' },
    { name: 'Node.js', version: '24.18.1' },
    { name: 'SQLite', version: '3.54.1' },
    { name: 'TensorFlow', version: 'not started yet' },
  ],
  computer: 'Linux 6.1.0, x64',
}

const work = (name: string, licence: string, where: string, note = ''): ListedWork => ({
  name,
  version: '1.0.0',
  licence,
  where: [where],
  note,
})

const WORKS = [
  work('Malar', 'Apache-2.0', 'program', 'This program itself.'),
  work('better-sqlite3', 'MIT', 'study file'),
  work(
    'Chromium, Node.js and what they contain',
    'LicenseRef-several',
    'platform',
    'Notices lie beside the program.',
  ),
  work('svelte', 'MIT', 'window'),
]

/** What Malar says of itself, made up. */
export function fakeAbout(): Pick<
  MalarApi,
  'about' | 'copyAbout' | 'works' | 'licence' | 'showChromiumNotices'
> {
  return {
    about: async () => ({ ok: true, value: ABOUT }),
    copyAbout: async () => ({ ok: true, value: null }),
    works: async () => ({ ok: true, value: { works: WORKS, chromiumNotices: true } }),
    licence: async (index) => ({
      ok: true,
      value: `The text of the licence of ${WORKS[index]?.name}.\n`.repeat(60),
    }),
    showChromiumNotices: async () => ({ ok: true, value: null }),
  }
}
