/** Pads that a rater has yet to judge blind: nothing of what was said of them is shown or changed meanwhile. */
import type { StudyReader } from '../db/reader'
import { isBlind } from './domain/words'

/**
 * By region key, the name of the rater's open blind round that shows the region. Practice holds nothing back.
 * @param apart a round that does not count
 */
export function heldBack(reader: StudyReader, rater: number, apart?: number): Map<number, string> {
  const held = new Map<number, string>()
  for (const round of reader.rounds()) {
    const open = round.rater === rater && round.finished < round.total
    if (!open || round.id === apart || !isBlind(round.mode) || round.mode === 'practice') continue
    for (const region of reader.regionsOfRound(round.id)) held.set(region, round.name)
  }
  return held
}

/** Why a pad of that round has to wait, as a sentence. */
export function heldBackSentence(round: string): string {
  return `This pad is in “${round}”, which is blind and not finished. Finish that round first.`
}
