/**
 * `npm run bench:learning`: measures the learning end to end on synthetic faces, on plain Node. Takes about half an hour
 * on two cores, and the first time ten minutes more to photograph the faces, which are kept in the cache.
 * `-- --quick` takes minutes; `--sizes 20,50`, `--seeds 1,2`, `--methods shipped,hog-ridge` run only those;
 * `--validation` shows the validation subjects, for choices; `--write` puts the tables into RESULTS.md.
 */
import { join } from 'node:path'
import { runCommand } from '../../../electron/setup/command.mjs'
import { cacheFolder } from '../../../electron/setup/paths.mjs'
import { ensureReady } from '../../../electron/setup/setup.mjs'
import { runOnNode } from '../on-node.mjs'

await runCommand(async () => {
  await ensureReady()
  const env = { ...process.env, MALAR_BENCH_CACHE: join(cacheFolder(), 'made', 'bench-learning') }
  return runOnNode('e2e/bench/learning/main.ts', 'bench-learning', process.argv.slice(2), env)
})
