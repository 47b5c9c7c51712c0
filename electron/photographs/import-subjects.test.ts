import { describe, expect, it } from 'vitest'
import type { ManifestEntry } from './import-manifest'
import type { PlannedPhotograph } from './import-plan'
import { nameSubjects } from './import-subjects'

function planned(path: string, entry: ManifestEntry | null = null): PlannedPhotograph {
  return { path, sha256: '', header: { format: 'jpeg', width: 1, height: 1, orientation: 1 }, entry }
}

const subjects = (...args: Parameters<typeof nameSubjects>) =>
  nameSubjects(...args).map(({ subject }) => subject)

describe('subjects without a manifest', () => {
  const photographs = [planned('/x/Anna/1.jpg'), planned('/x/Ben/1.jpg'), planned('/x/Anna/2.jpg')]

  it('are one for each photograph', () => {
    expect(subjects(photographs, new Set(), 'photograph')).toEqual(['S-001', 'S-002', 'S-003'])
  })

  it('are one for each folder', () => {
    expect(subjects(photographs, new Set(), 'folder')).toEqual(['S-001', 'S-002', 'S-001'])
  })

  it('leave out numbers that the study has', () => {
    expect(subjects(photographs, new Set(['S-001', 'S-003']), 'photograph')).toEqual([
      'S-002',
      'S-004',
      'S-005',
    ])
  })

  it('never carry a part of a file or folder name', () => {
    const named = JSON.stringify(nameSubjects(photographs, new Set(), 'folder'))
    expect(named).not.toMatch(/Anna|Ben|jpg/)
  })

  it('go on beyond three digits', () => {
    const many = Array.from({ length: 1001 }, (_, i) => planned(`/x/${i}.jpg`))
    expect(subjects(many, new Set(), 'photograph')[1000]).toBe('S-1001')
    expect(new Set(subjects(many, new Set(), 'photograph')).size).toBe(1001)
  })
})

it('a manifest names the subject, day and view', () => {
  const entry: ManifestEntry = { subject: 'P-7', day: 90, view: 'basal', mirrored: true }
  expect(nameSubjects([planned('/x/1.jpg', entry)], new Set(['P-7']), 'photograph')).toEqual([entry])
})
