/** Opens a study and tells what it may do with it. Root may write everywhere, so it becomes another user first. */
import { Sql } from '../driver'
import { openStudy } from '../study'
import { newStudy } from './fixtures'

const NOBODY = 65534
// The driver is loaded while it can be: the checkout may lie where only root can go.
Sql.open(null).close()
process.setgid?.(NOBODY)
process.setuid?.(NOBODY)

const file = process.argv[2] as string
const study = openStudy(file)
const codeOf = (work: () => unknown): string => {
  try {
    work()
    return ''
  } catch (error) {
    return String((error as { code?: unknown }).code ?? error)
  }
}
const told = {
  readOnly: study.reader.info().readOnly,
  because: study.readOnlyBecause,
  raters: study.reader.raters().length,
  refused: codeOf(() => study.writer.addRater('carl')),
  made: codeOf(() => newStudy(`${file}.new`)),
}
process.stdout.write(JSON.stringify(told))
