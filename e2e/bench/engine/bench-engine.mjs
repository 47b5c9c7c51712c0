/**
 * `npm run bench:engine`: measures the engine alone, on plain Node.
 * `-- --quick` takes smaller sizes, `--pytorch` sets the same networks in PyTorch beside it, in the same run,
 * `--device cpu|gpu` says where; names of rows run only those. PyTorch is that of the Python in MALAR_PYTHON, or
 * is fetched into the cache.
 */
import { runCommand } from '../../../electron/setup/command.mjs'
import { ensureReady } from '../../../electron/setup/setup.mjs'
import { runOnNode } from '../on-node.mjs'
import { ensurePyTorch } from './ensure-pytorch.mjs'

await runCommand(async () => {
  const args = process.argv.slice(2)
  // Without this set-up would fetch the library for the processor.
  if (args[args.indexOf('--device') + 1] === 'gpu') process.env.MALAR_DEVICE ??= 'gpu'
  await ensureReady()
  const python = args.includes('--pytorch') ? await ensurePyTorch() : ''
  return runOnNode('e2e/bench/engine/main.ts', 'bench-engine', args, { ...process.env, MALAR_PYTHON: python })
})
