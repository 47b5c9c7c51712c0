/** Vite for the window under `npm run dev`: it makes the modules, and tells the running app which have changed. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { inModules, root, setupFolder } from '../paths.mjs'

/**
 * @typedef {object} WindowServer
 * @property {string} address e.g. `http://127.0.0.1:5173`
 * @property {() => Promise<Place>} leave asks the app to end; where its window stood then
 *
 * @typedef {object} Place
 * @property {string} study the path of the open study, or nothing
 * @property {string} screen
 */

/** Serves the window's sources on this computer only. @returns {Promise<WindowServer>} */
export async function serveWindow() {
  // Named by its path, since the packages may have been installed only now, by this very process.
  /** @type {typeof import('vite')} */
  const vite = await import(pathToFileURL(inModules('vite', 'dist', 'node', 'index.js')).href)
  const app = appLine()
  const server = await vite.createServer({
    configFile: join(root, 'renderer', 'vite.config.ts'),
    logLevel: 'warn',
    // The policy of the window lets no socket through: what changed reaches it by way of the app's main process.
    server: { host: '127.0.0.1', port: 0, ws: false },
    plugins: [{ name: 'malar-client', enforce: 'pre', configureServer: app.serve }],
    environments: {
      client: {
        dev: {
          createEnvironment: (name, config) =>
            new vite.DevEnvironment(name, config, { hot: true, transport: { send: app.tell } }),
        },
      },
    },
  })
  await server.listen()
  const address = server.httpServer?.address()
  const port = typeof address === 'object' ? address?.port : undefined
  return { address: `http://127.0.0.1:${port}`, leave: app.leave }
}

/** The line to the running app: what it is told, and what it answers. */
function appLine() {
  /** @type {import('node:http').ServerResponse | undefined} */
  let line
  /** @type {((place: Place) => void) | undefined} */
  let left
  const tell = (/** @type {object} */ change) => void line?.write(`${JSON.stringify(change)}\n`)
  return {
    tell,
    /** @returns {Promise<Place>} */
    leave: () =>
      new Promise((resolve) => {
        left = resolve
        tell({ type: 'leave' })
      }),
    /** @param {import('vite').ViteDevServer} server */
    serve({ middlewares }) {
      middlewares.use('/@vite/client', (_request, response) => {
        response.setHeader('Content-Type', 'text/javascript')
        response.end(readFileSync(join(setupFolder, 'dev', 'client.js')))
      })
      middlewares.use('/@malar/changes', (_request, response) => {
        line = response
        response.flushHeaders()
      })
      middlewares.use('/@malar/left', (request, response) => {
        const place = new URL(request.url ?? '', 'http://127.0.0.1').searchParams
        left?.({ study: place.get('study') ?? '', screen: place.get('screen') ?? '' })
        response.end()
      })
    },
  }
}
