import { expect, it } from 'vitest'
import { COMMANDS } from './commands'

it('the table holds every command of its parts: none takes the place of another’s by its name', () => {
  const parts = import.meta.glob<Record<string, object>>('./commands/*.ts', { eager: true })
  const names = Object.values(parts).flatMap((part) =>
    Object.values(part).flatMap((table) => (typeof table === 'object' ? Object.keys(table) : [])),
  )
  expect(names.sort()).toEqual(Object.keys(COMMANDS).sort())
})
