import type { Photograph } from '../electron/domain/records'
import { MalarError, VIEWS, checkIdentifier, type View } from '../electron/domain/words'
import type { Sql } from './driver'
import { sha256 } from './hashing'
import { photographReader } from './photographs-read'
import { swapSidesOfEdits } from './region-edits'
import { insertRegion } from './regions-write'
import type { Session } from './session'
import type { FaceSearch, NewPhotograph, PhotographChange, StudyWriter } from './writer'

/** Adds a photograph with all that was found on it, and corrects what is known of it. */
export function photographWriter(session: Session) {
  const { sql } = session
  const reader = photographReader(sql)
  return {
    addPhotograph: (photograph: NewPhotograph): Photograph =>
      session.change((at) => {
        requireNew(sql, photograph)
        const stored = sha256(photograph.bytes)
        const id = insertPhotograph(sql, photograph, stored, at)
        for (const region of photograph.regions) insertRegion(sql, id, region)
        const { subject, day, view, mirrored, width, height } = photograph
        const detail = { sha256: photograph.sha256, stored, subject, day, view, mirrored, width, height }
        return {
          value: reader.photograph(id),
          told: {
            action: 'add photograph',
            entity: `photograph ${id}`,
            detail: { ...detail, face: photograph.landmarks !== null, regions: photograph.regions.length },
          },
        }
      }),

    addFace: (id: number, { landmarks, interOcular, quality, regions }: FaceSearch): Photograph =>
      session.change(() => {
        requireFaceOrNone({ landmarks, interOcular })
        if (!reader.awaitsFace(id)) {
          throw new MalarError(
            'duplicate',
            'A face was looked for on this photograph already, or it has pads.',
          )
        }
        sql.run(
          'UPDATE photograph SET inter_ocular = ?, quality = ? WHERE id = ?',
          interOcular,
          JSON.stringify(quality ?? {}),
          id,
        )
        insertLandmarks(sql, id, landmarks)
        for (const region of regions) insertRegion(sql, id, region)
        const detail = { face: landmarks !== null, regions: regions.length }
        return {
          value: reader.photograph(id),
          told: { action: 'look for face', entity: `photograph ${id}`, detail },
        }
      }),

    changePhotograph: (id: number, change: PhotographChange): Photograph =>
      session.change((at) => {
        const before = reader.photograph(id)
        requireDayAndView(change.day, change.view)
        if (before.mirrored !== change.mirrored) swapSides(sql, id)
        sql.run(
          'UPDATE photograph SET subject = ?, day = ?, view = ?, mirrored = ? WHERE id = ?',
          subjectKey(sql, change.subject, at),
          change.day,
          change.view,
          change.mirrored ? 1 : 0,
          id,
        )
        const { subject, day, view, mirrored } = before
        return {
          value: reader.photograph(id),
          told: {
            action: 'change photograph',
            entity: `photograph ${id}`,
            detail: { before: { subject, day, view, mirrored }, after: change },
          },
        }
      }),
  } satisfies Partial<StudyWriter>
}

function requireNew(sql: Sql, photograph: NewPhotograph): void {
  if (!/^[0-9a-f]{64}$/.test(photograph.sha256)) {
    throw new MalarError(
      'refused',
      'A photograph is known by the SHA-256 of its file, as 64 hexadecimal digits.',
    )
  }
  if (sql.get('SELECT 1 FROM photograph WHERE sha256 = ?', photograph.sha256)) {
    throw new MalarError('duplicate', 'This photograph is in the study already.')
  }
  requireDayAndView(photograph.day, photograph.view)
  requireFaceOrNone(photograph)
}

function requireFaceOrNone({ landmarks, interOcular }: Pick<FaceSearch, 'landmarks' | 'interOcular'>): void {
  if ((landmarks === null) === (interOcular === null)) return
  throw new MalarError('refused', 'A photograph has landmarks and an inter-ocular distance, or neither.')
}

function requireDayAndView(day: number, view: View): void {
  if (!Number.isSafeInteger(day)) {
    throw new MalarError(
      'day',
      `The visit day is a whole number of days since the first visit; ${day} is not.`,
    )
  }
  if (!VIEWS.includes(view))
    throw new MalarError('view', `There is no view “${view}”. Views are ${VIEWS.join(', ')}.`)
}

function insertPhotograph(sql: Sql, photograph: NewPhotograph, stored: string, at: string): number {
  const { key } = sql.run(
    `INSERT INTO photograph (sha256, subject, day, view, mirrored, width, height, inter_ocular, quality, flags, added_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, '[]', ?)`,
    photograph.sha256,
    subjectKey(sql, photograph.subject, at),
    photograph.day,
    photograph.view,
    photograph.mirrored ? 1 : 0,
    photograph.width,
    photograph.height,
    photograph.interOcular,
    JSON.stringify(photograph.quality ?? {}),
    at,
  )
  const { mime, bytes, thumbnail, landmarks } = photograph
  sql.run(
    'INSERT INTO photograph_bytes (photograph, mime, sha256, bytes) VALUES (?, ?, ?, ?)',
    key,
    mime,
    stored,
    bytes,
  )
  sql.run(
    'INSERT INTO thumbnail (photograph, sha256, bytes) VALUES (?, ?, ?)',
    key,
    sha256(thumbnail),
    thumbnail,
  )
  insertLandmarks(sql, key, landmarks)
  return key
}

function insertLandmarks(sql: Sql, photograph: number, landmarks: FaceSearch['landmarks']): void {
  if (!landmarks) return
  sql.run(
    'INSERT INTO landmarks (photograph, confidence, points) VALUES (?, ?, ?)',
    photograph,
    landmarks.confidence,
    JSON.stringify(landmarks.points),
  )
}

function subjectKey(sql: Sql, name: string, at: string): number {
  checkIdentifier('subject', name)
  const known = sql.get<{ id: number }>('SELECT id FROM subject WHERE name = ?', name)
  return known?.id ?? sql.run('INSERT INTO subject (name, created_at) VALUES (?, ?)', name, at).key
}

/**
 * What was taken for the subject's right is the left, and the other way round. Crops stay as they are: they are
 * mirrored by side and by photograph, and both change.
 */
function swapSides(sql: Sql, photograph: number): void {
  // Rights step aside under a name that no region can have, else they would collide with the lefts.
  sql.run(`UPDATE region SET region = '~' || region WHERE photograph = ? AND side = 'right'`, photograph)
  sql.run(`UPDATE region SET side = 'right' WHERE photograph = ? AND side = 'left'`, photograph)
  sql.run(
    `UPDATE region SET side = 'left', region = substr(region, 2) WHERE photograph = ? AND region LIKE '~%'`,
    photograph,
  )
  swapSidesOfEdits(sql, photograph)
}
