import type { RoundPlan, RoundSummary, StudyOverview } from '../../electron/contract'
import { USUAL_GAP, plainRules, type RoundRules } from '../../electron/domain/round-rules'
import type { RoundMode, RoundOrdering } from '../../electron/domain/words'
import { sentenceOf, type Client } from '../api'

/** Waits for the next key before it asks what would come of the rules. */
const PAUSE_MS = 150
const MOST = 999_999

/** The round that is being put together: what was chosen, and what would come of it. */
export class RoundEditor {
  /** Key of the rater; -1 is somebody new, 0 nobody yet. */
  rater = $state(0)
  newRater = $state('')
  mode = $state<RoundMode>('blind')
  /** As they stand in their boxes; empty is null. */
  photographs = $state<number | null>(null)
  repeats = $state<number | null>(0)
  gap = $state<number | null>(USUAL_GAP)
  repeatOf = $state<number | null>(null)
  ordering = $state<RoundOrdering>('random')
  oneSided = $state(false)
  plan = $state.raw<RoundPlan | null>(null)
  /** Why there is no plan, as a sentence. */
  failure = $state('')
  #asked = 0

  constructor(private readonly client: Pick<Client, 'planRound'>) {}

  /** What was chosen, as far as it belongs to the mode: a box that is not in sight has no say. */
  get rules(): RoundRules {
    const { mode } = this
    return {
      ...plainRules(mode),
      photographs: this.photographs === null ? null : whole(this.photographs, 1),
      oneSided: this.oneSided,
      ...(mode === 'blind' && { repeats: whole(this.repeats, 0), gap: whole(this.gap, USUAL_GAP) }),
      ...(mode === 'assisted' && { ordering: this.ordering }),
      ...(mode === 'repeat' && { repeatOf: this.repeatOf }),
    }
  }

  /** The sentence against the rules, where it is about this one. */
  against(rule: keyof RoundRules): string {
    const { refused } = this.plan ?? {}
    return refused?.about === rule ? refused.sentence : ''
  }

  /** Finished blind rounds of the chosen rater, newest first. */
  repeatable(study: StudyOverview): RoundSummary[] {
    return study.rounds
      .filter((round) => round.rater === this.rater && round.mode === 'blind')
      .filter(({ finished, total }) => finished >= total && total > 0)
      .reverse()
  }

  /** An open round of the chosen rater whose answers would no longer be given blind: suggestions tell of its pads. */
  spoilt(study: StudyOverview): RoundSummary | null {
    if (this.mode !== 'assisted' && this.mode !== 'reveal') return null
    const open = study.rounds.filter(({ finished, total }) => finished < total)
    return (
      open.find(({ rater, mode }) => rater === this.rater && (mode === 'blind' || mode === 'repeat')) ?? null
    )
  }

  /** Asks for the plan once nothing changes any more. @returns a function that gives up waiting */
  ask(rater: number, rules: RoundRules): () => void {
    const mine = ++this.#asked
    const timer = setTimeout(() => void this.#ask(mine, rater > 0 ? rater : null, rules), PAUSE_MS)
    return () => clearTimeout(timer)
  }

  async #ask(mine: number, rater: number | null, rules: RoundRules): Promise<void> {
    try {
      const plan = await this.client.planRound(rater, rules)
      if (mine !== this.#asked) return
      this.plan = plan
      this.failure = ''
    } catch (error) {
      if (mine !== this.#asked) return
      this.plan = null
      this.failure = sentenceOf(error)
    }
  }
}

function whole(value: number | null, usual: number): number {
  return value === null || !Number.isFinite(value) ? usual : Math.min(MOST, Math.max(0, Math.round(value)))
}

/** What a plan comes to: “42 photographs, 840 pads, 6 come again at least 10 photographs later.” */
export function planWords(plan: RoundPlan, { repeats, gap }: RoundRules): string {
  const many = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`
  const all = plan.photographs === plan.available
  const pads = all ? plan.pads : Math.round((plan.pads * plan.photographs) / plan.available)
  const parts = [many(plan.photographs, 'photograph'), `${all ? '' : 'about '}${many(pads, 'pad')}`]
  if (repeats > 0)
    parts.push(`${repeats} ${repeats === 1 ? 'comes' : 'come'} again at least ${gap} photographs later`)
  return `${parts.join(', ')}.`
}
