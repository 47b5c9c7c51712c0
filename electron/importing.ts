/** Import into the open study: the dry run, then the batch, with what the running app has for each step. */
import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { isHeld } from '../db/held'
import type { StudyFile } from '../db/study-file'
import { ATLAS } from './atlas'
import type { ImportPlan, ImportReport, SubjectGrouping } from './contract'
import { Decoder } from './decoder'
import { MalarError } from './domain/words'
import type { EngineClient } from './engine-client'
import { NO_ENGINE } from './learning/device'
import { assetPath } from './paths'
import { runImport } from './photographs/import-batch'
import { parseCanonicalMesh } from './photographs/landmarks/canonical-mesh'
import { planImport } from './photographs/import-plan'
import type { Plan } from './photographs/import-plan'
import { preparePhotograph } from './photographs/import-run'
import { nameSubjects } from './photographs/import-subjects'

/** Photographs prepared at the same time: one is decoded while the engine looks at the other. */
const WORKERS = 2

export type ImportProgress = (done: number, total: number, etaSeconds: number | null) => void

export class Importing {
  #plan: { id: number; plan: Plan; study: StudyFile } | null = null
  #planned = 0
  #running = false
  #cancelled = false

  constructor(private readonly engine: EngineClient) {}

  /**
   * The dry run. The last plan is kept until it is accepted; nothing is written. A photograph that came in when no face
   * could be looked for is accepted again.
   */
  async plan(study: StudyFile, paths: readonly string[], manifest: string | null): Promise<ImportPlan> {
    const given = manifest ? { paths, manifest } : splitManifest(paths)
    const isKnown = (sha256: string): boolean => {
      const known = study.reader.photographBySha(sha256)
      return known !== null && !study.reader.awaitsFace(known.id)
    }
    const plan = await planImport(given.paths, given.manifest, isKnown, undefined, isHeld)
    const id = ++this.#planned
    this.#plan = { id, plan, study }
    return {
      id,
      accepted: plan.accepted.map(({ path, entry, header }) => ({
        file: path.split(/[\\/]/).pop() as string,
        subject: entry?.subject ?? null,
        day: entry?.day ?? 0,
        view: entry?.view ?? 'frontal',
        pixels: `${header.width} × ${header.height}`,
      })),
      duplicate: plan.duplicate.map((file) => ({ file })),
      refused: plan.refused,
      manifest: plan.manifest?.split(/[\\/]/).pop() ?? null,
    }
  }

  /**
   * Imports what the plan accepted.
   * @throws MalarError `plan` when the plan is not the last one, `busy` while another import runs
   */
  async accept(planId: number, grouping: SubjectGrouping, onProgress: ImportProgress): Promise<ImportReport> {
    const planned = this.#plan
    if (!planned || planned.id !== planId) {
      throw new MalarError(
        'plan',
        'This list of photographs is no longer current. Choose the photographs again.',
      )
    }
    if (this.#running) throw new MalarError('busy', 'Another import is running. Wait for it, or cancel it.')
    this.#plan = null
    this.#running = true
    this.#cancelled = false
    try {
      return await this.#run(planned.plan, planned.study, grouping, onProgress)
    } finally {
      this.#running = false
    }
  }

  cancel(): void {
    this.#cancelled = true
  }

  get running(): boolean {
    return this.#running
  }

  async #run(
    plan: Plan,
    study: StudyFile,
    grouping: SubjectGrouping,
    onProgress: ImportProgress,
  ): Promise<ImportReport> {
    const { reader, writer } = study
    const { regions } = reader.info()
    const taken = new Set(reader.photographs().map((photograph) => photograph.subject))
    const waiting = new Map(
      plan.accepted.flatMap(({ sha256 }) => {
        const known = reader.photographBySha(sha256)
        if (!known) return []
        const { id, subject, day, view, mirrored } = known
        return [[sha256, { id, entry: { subject, day, view, mirrored } }] as const]
      }),
    )
    // What is in the study already stays the subject's, the day's and the view's that it is there.
    const entries = nameSubjects(
      plan.accepted.map((one) => ({ ...one, entry: waiting.get(one.sha256)?.entry ?? one.entry })),
      taken,
      grouping,
    )
    const canonical = parseCanonicalMesh(
      await readFile(assetPath('atlas', 'canonical_face_model.obj'), 'utf8'),
    )
    const decoders = Array.from({ length: WORKERS }, () => new Decoder())
    try {
      return await runImport(
        plan,
        entries,
        {
          prepare: (planned, entry, worker) => {
            const decoder = decoders[worker] as Decoder
            return preparePhotograph(planned, entry, ATLAS, regions, {
              decode: (request) => decoder.decode(request),
              crops: (frames, pixels) => decoder.crops({ bytes: null, mime: '', frames, pixels }),
              landmarks: (image) => this.engine.ask('landmarks', image).catch(unsought),
              canonical,
            })
          },
          store: (photograph) => {
            const known = waiting.get(photograph.sha256)
            if (!known) writer.addPhotograph(photograph)
            else if (photograph.quality) writer.addFace(known.id, photograph)
            return known ? 'duplicate' : 'new'
          },
          onProgress,
          isCancelled: () => this.#cancelled,
        },
        WORKERS,
      )
    } finally {
      for (const decoder of decoders) decoder.close()
    }
  }
}

/** Without an engine the photographs come in all the same, and their pads are drawn by hand. */
function unsought(error: unknown): 'unsought' {
  if (error instanceof MalarError && error.code === NO_ENGINE) return 'unsought'
  throw error
}

/** A CSV among dropped files is their manifest. */
function splitManifest(paths: readonly string[]): { paths: string[]; manifest: string | null } {
  const tables = paths.filter((path) => extname(path).toLowerCase() === '.csv')
  if (tables.length !== 1) return { paths: [...paths], manifest: null }
  return { paths: paths.filter((path) => path !== tables[0]), manifest: tables[0] as string }
}
