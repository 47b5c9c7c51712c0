/** new, check and export. */
import { basename, extname } from 'node:path'
import { ATLAS } from '../atlas'
import { exportStudy } from '../exporting'
import { scaleName } from '../domain/scale'
import type { Verb } from './verb'

export const newVerb: Verb = {
  usage: 'new STUDY [--scale continuous|0-4|0-4:0.5] [--regions a,b] [--name NAME] [--rater NAME]',
  options: ['scale', 'regions', 'name', 'rater'],
  takes: [1, 1],
  run(args, options, { services, path }) {
    const file = path(args[0] as string)
    const study = services.session.create(file, {
      name: options.name ?? basename(file, extname(file)),
      regions: options.regions
        ? options.regions.split(',').map((id) => id.trim())
        : ATLAS.regions.map(({ id }) => id),
      scale: options.scale ?? 'continuous',
      rater: options.rater ?? '',
    })
    const info = study.reader.info()
    return {
      json: { study: file, uuid: info.uuid, scale: scaleName(info.scale), regions: info.regions },
      text: `Made ${file}: ${info.regions.length} regions, scale ${scaleName(info.scale)}.`,
    }
  },
}

export const checkVerb: Verb = {
  usage: 'check STUDY',
  options: [],
  takes: [1, 1],
  run(args, _options, { services, path }) {
    const found = services.session.open(path(args[0] as string)).reader.check()
    return {
      json: { ...found },
      text: found.ok
        ? `In order: ${found.photographs} photographs, ${found.scores} scores, ${found.audit} audit entries.`
        : found.findings.join('\n'),
      exitCode: found.ok ? 0 : 1,
    }
  },
}

export const exportVerb: Verb = {
  usage: 'export STUDY DIR',
  options: [],
  takes: [2, 2],
  run(args, _options, { services, path }) {
    const result = exportStudy(services.session.open(path(args[0] as string)), path(args[1] as string))
    return {
      json: { ...result },
      text: result.files.map(({ name, rows }) => `${name}: ${rows} rows`).join('\n'),
    }
  },
}
