/** Opens a study, says whether it could, and holds it until its input ends. */
import { openStudy } from '../study'

try {
  const study = openStudy(process.argv[2] as string)
  process.stdout.write('open\n')
  process.stdin.resume().on('end', () => study.close())
} catch (error) {
  process.stdout.write(`${String((error as { code?: unknown }).code ?? error)}\n`)
}
