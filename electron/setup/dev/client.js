/**
 * Vite's client as the window has it under `npm run dev`. Vite's own opens a socket and writes <style> elements,
 * which the security policy forbids; this one is handed each change by the main process (see app/main.cjs) and
 * adopts style sheets. The window is thus developed under the very policy under which it is used.
 */

/**
 * What a module accepts, and what it leaves to the one that comes after it.
 * @typedef {object} Hot
 * @property {{ of: string[], take: (modules: unknown[]) => void }[]} accepts
 * @property {(data: object) => void} dispose
 * @property {(data: object) => void} prune
 * @property {object} data
 */

/** @type {Map<string, Hot>} */
const modules = new Map()
/** @type {Map<string, CSSStyleSheet>} */
const sheets = new Map()
let invalid = false

/** `import.meta.hot` of a module. @param {string} owner its path */
export function createHotContext(owner) {
  const nothing = () => undefined
  const { data = {} } = modules.get(owner) ?? {}
  /** @type {Hot} */
  const own = { accepts: [], dispose: nothing, prune: nothing, data }
  modules.set(owner, own)
  return {
    data,
    accept(of, take = nothing) {
      if (Array.isArray(of)) own.accepts.push({ of, take })
      else if (typeof of === 'string') own.accepts.push({ of: [of], take: ([module]) => take(module) })
      else own.accepts.push({ of: [owner], take: ([module]) => of?.(module) })
    },
    acceptExports(_names, take = nothing) {
      own.accepts.push({ of: [owner], take: ([module]) => take(module) })
    },
    dispose: (act) => (own.dispose = act),
    prune: (act) => (own.prune = act),
    invalidate: () => (invalid = true),
    on: nothing,
    off: nothing,
    send: nothing,
  }
}

/** Takes a style sheet, or its new text. @param {string} id @param {string} text */
export function updateStyle(id, text) {
  let sheet = sheets.get(id)
  if (!sheet) {
    sheets.set(id, (sheet = new CSSStyleSheet()))
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
  }
  sheet.replaceSync(text)
}

/** @param {string} id */
export function removeStyle(id) {
  document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== sheets.get(id))
  sheets.delete(id)
}

/** An address with one more query. @param {string} url @param {string} query */
export function injectQuery(url, query) {
  return url.includes('?') ? url.replace('?', `?${query}&`) : `${url}?${query}`
}

/**
 * Takes a change into the page as it stands.
 * @param {{ type: string, updates?: Update[], paths?: string[], err?: { message: string } }} change
 * @returns {Promise<boolean>} false where the page has to be loaded anew
 */
globalThis.malarTakes = async (change) => {
  if (change.type === 'full-reload') return false
  if (change.type === 'error') console.error(change.err?.message)
  if (change.type === 'prune') for (const path of change.paths ?? []) dropModule(path)
  if (change.type === 'update') for (const update of change.updates ?? []) await takeUpdate(update)
  return !invalid
}

/** @typedef {{ path: string, acceptedPath: string, timestamp: number, explicitImportRequired?: boolean }} Update */

/** @param {Update} update */
async function takeUpdate({ path, acceptedPath, timestamp, explicitImportRequired }) {
  const accepts = modules.get(path)?.accepts.filter(({ of }) => of.includes(acceptedPath)) ?? []
  if (accepts.length === 0) return
  const changed = modules.get(acceptedPath)
  changed?.dispose(changed.data)
  const [file = '', query] = acceptedPath.split('?')
  const parts = [explicitImportRequired ? 'import' : '', `t=${timestamp}`, query ?? ''].filter(Boolean)
  const module = await import(/* @vite-ignore */ `${file}?${parts.join('&')}`)
  for (const { of, take } of accepts) take(of.map((one) => (one === acceptedPath ? module : undefined)))
}

/** @param {string} path */
function dropModule(path) {
  const gone = modules.get(path)
  gone?.dispose(gone.data)
  gone?.prune(gone.data)
  modules.delete(path)
}
