import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { deviceName } from './device-name'

let folder: string
beforeEach(() => void (folder = fs.mkdtempSync(path.join(os.tmpdir(), 'malar-cards-'))))
afterEach(() => fs.rmSync(folder, { recursive: true }))

function card(place: string, model: string): void {
  fs.mkdirSync(path.join(folder, place))
  fs.writeFileSync(path.join(folder, place, 'information'), `Model: \t\t ${model}\nIRQ:   \t\t 21\n`)
}

it('names the card as its driver does', () => {
  card('0000:01:00.0', 'NVIDIA H100  80GB HBM3')
  expect(deviceName('gpu', folder)).toBe('NVIDIA H100 80GB HBM3')
  card('0000:02:00.0', 'NVIDIA H100  80GB HBM3')
  expect(deviceName('gpu', folder)).toBe('NVIDIA H100 80GB HBM3')
})

it('names none where it would be a guess', () => {
  expect(deviceName('gpu', path.join(folder, 'missing'))).toBe('')
  expect(deviceName('gpu', folder)).toBe('')
  card('0000:01:00.0', 'NVIDIA T4')
  card('0000:02:00.0', 'NVIDIA H100')
  expect(deviceName('gpu', folder)).toBe('')
})

it('names the processor without its marks', () => {
  expect(deviceName('cpu')).not.toMatch(/\((R|TM)\)| {2}/)
})
