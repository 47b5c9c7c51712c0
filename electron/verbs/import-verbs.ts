/** import and scores. */
import { importScores } from '../score-import'
import { oneOf } from './command-line'
import { UsageError } from './verb'
import type { Verb } from './verb'

export const importVerb: Verb = {
  usage: 'import STUDY PATH… [--manifest CSV] [--subjects photograph|folder]',
  options: ['manifest', 'subjects'],
  takes: [1, Infinity],
  async run(args, options, { services, path, progress }) {
    const [studyPath, ...paths] = args
    if (paths.length === 0 && !options.manifest)
      throw new UsageError('Say which photographs: files, folders, or --manifest.')
    const grouping = oneOf('subjects', options.subjects, 'photograph', ['photograph', 'folder'])
    const study = services.session.open(path(studyPath as string))
    const plan = await services.importing.plan(
      study,
      paths.map(path),
      options.manifest ? path(options.manifest) : null,
    )
    progress(
      `${plan.accepted.length} new, ${plan.duplicate.length} duplicate, ${plan.refused.length} refused`,
    )
    const report = await services.importing.accept(plan.id, grouping, (done, total, eta) =>
      progress(`${done} of ${total}${eta === null ? '' : `, about ${eta} s left`}`),
    )
    const { refused } = report
    const unsought =
      report.unsought > 0 ? `, ${report.unsought} in which the engine could not look for one` : ''
    const lines = refused.map(({ file, reason }) => `  ${file}: ${reason}`)
    return {
      json: { ...report, manifest: plan.manifest },
      text: [
        `${report.new} new (${report.faces} with a face, ${report.noFace} without${unsought}), ${report.duplicate} duplicate, ${refused.length} refused`,
        ...lines,
      ].join('\n'),
      // A batch of which nothing could be used has failed; single files that are refused are no failure.
      exitCode: report.new === 0 && report.duplicate === 0 && refused.length > 0 ? 1 : 0,
    }
  },
}

export const scoresVerb: Verb = {
  usage: 'scores STUDY CSV',
  options: [],
  takes: [2, 2],
  async run(args, _options, { services, path }) {
    const study = services.session.open(path(args[0] as string))
    const report = await importScores(study, path(args[1] as string))
    return {
      json: { ...report },
      text: [
        `${report.added} scores added, ${report.replaced} replaced, ${report.same} there already, ${report.refused.length} refused`,
        ...report.refused.map(({ row, reason }) => `  row ${row}: ${reason}`),
      ].join('\n'),
      exitCode: report.refused.length > 0 ? 1 : 0,
    }
  },
}
