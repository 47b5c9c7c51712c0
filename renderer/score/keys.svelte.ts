import { CANNOT_JUDGE_REASONS } from '../../electron/domain/words'
import type { App } from '../shell/app.svelte'
import type { Look } from './look.svelte'
import type { Session } from './session.svelte'

/** A step of the keys that move the picture, as a part of what is in sight. */
const LOOK_STEP = 0.1

/** Lets the scoring room's keys act as long as the component that calls this is there. */
export function useScoringKeys(app: App, session: Session, look: Look): void {
  const { scale, entry } = session
  const free = (act: () => void) => () => session.press(act)
  const commits = (act: () => void) => () => session.press(act, true)
  const sets = (act: () => void) => () => session.press(act, false, true)

  $effect(() =>
    app.keys.use('score', {
      'score.accept': commits(() => session.accept()),
      'score.cannot': free(() => (session.asking = 'reason')),
      'score.note': free(() => (session.asking = 'note')),
      'score.back': free(() => session.back()),
      'score.next-open': free(() => void session.begin()),
      'score.outline': free(() => (look.outline = !look.outline)),
      'score.other': free(() => look.toggle('other')),
      'score.earlier': free(() => look.toggle('earlier')),
      'score.exemplars': free(() => (look.exemplars = !look.exemplars)),
      'score.zoom': free(() => look.closer()),
      'score.look-left': free(() => look.move(-LOOK_STEP, 0)),
      'score.look-right': free(() => look.move(LOOK_STEP, 0)),
      'score.look-up': free(() => look.move(0, -LOOK_STEP)),
      'score.look-down': free(() => look.move(0, LOOK_STEP)),
      'score.brighter': free(() => look.brighten(1)),
      'score.darker': free(() => look.brighten(-1)),
      'score.harder': free(() => look.harden(1)),
      'score.softer': free(() => look.harden(-1)),
      'score.plain': free(() => look.plain()),
      'score.leave': free(() => void app.room.leave()),
    }),
  )

  $effect(() => {
    if (session.done) return
    if (scale.kind === 'continuous') {
      const far = 10
      return app.keys.use('continuous', {
        'value.digit': (sign) => session.press(() => entry.type(sign), false, true),
        'value.up': sets(() => entry.move(1)),
        'value.down': sets(() => entry.move(-1)),
        'value.far-up': sets(() => entry.move(far)),
        'value.far-down': sets(() => entry.move(-far)),
        'value.least': sets(() => entry.set(scale.min)),
        'value.most': sets(() => entry.set(scale.max)),
      })
    }
    const halves = scale.step === 0.5
    return app.keys.use('grades', {
      'grade.whole': (digit) => session.press(() => session.grade(Number(digit)), true),
      ...(halves && {
        'grade.half': (digit) => session.press(() => session.grade(Number(digit.slice(-1)) + 0.5), true),
        'grade.arm': sets(() => (session.halfArmed = !session.halfArmed)),
      }),
    })
  })

  $effect(() => {
    if (!session.suggesting || session.done) return
    return app.keys.use('assisted', {
      'suggestion.take': commits(() => session.take()),
      'suggestion.all-in': free(() => void session.suggested.takeAllIn()),
      'suggestion.leave-out': (name) =>
        session.press(() => {
          const neighbour = session.suggested.view?.neighbours[Number(name.slice(-1)) - 1]
          if (neighbour) void session.suggested.leaveOut(neighbour.region)
        }),
    })
  })

  $effect(() => {
    if (session.asking === 'reason') {
      return app.keys.use('reason', {
        'reason.choose': (digit) => {
          const reason = CANNOT_JUDGE_REASONS[Number(digit) - 1]
          if (reason) session.press(() => void session.cannotJudge(reason), true)
        },
        'reason.leave': () => (session.asking = 'nothing'),
      })
    }
    if (session.asking === 'note')
      return app.keys.use('note', { 'note.leave': () => (session.asking = 'nothing') })
    return undefined
  })
}
