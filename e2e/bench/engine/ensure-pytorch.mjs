/**
 * A Python with PyTorch for the benchmark: the one in MALAR_PYTHON, or, on Linux x64, a virtual environment in the
 * cache.
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { madeFolder } from '../../../electron/setup/cache.mjs'
import { run } from '../../../electron/setup/processes.mjs'

const requirements = fileURLToPath(new URL('pytorch.txt', import.meta.url))

/** @returns {Promise<string>} the program */
export async function ensurePyTorch() {
  if (process.env.MALAR_PYTHON) return process.env.MALAR_PYTHON
  const recipe = createHash('sha256').update(readFileSync(requirements)).digest('hex')
  const folder = await madeFolder(`pytorch-${recipe.slice(0, 12)}`, async (draft) => {
    await run('python3', ['-m', 'venv', draft], { label: 'Making a virtual environment' })
    const options = ['--quiet', '--no-deps', '--no-cache-dir', '--requirement', requirements]
    const label = 'Fetching PyTorch with pip (some 2.2 GB)'
    await run(join(draft, 'bin', 'python'), ['-m', 'pip', 'install', ...options], { label })
  })
  return join(folder, 'bin', 'python')
}
