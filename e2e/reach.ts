/**
 * Whatever can be pressed or filled in but cannot be reached: beyond the window or cut by a box that does not scroll,
 * hidden under something else, or with words that are cut off. Runs in the page, so it uses nothing from outside.
 * @returns a line for each, empty when all is well
 */
export function outOfReach(): string[] {
  const SLACK = 1.5
  const found: string[] = []
  const dialog = document.querySelector('dialog[open]')
  const all = (dialog ?? document).querySelectorAll<HTMLElement>(
    'button, input, select, textarea, summary, a[href], [role=slider], [tabindex="0"]',
  )
  for (const element of all) {
    const box = element.getBoundingClientRect()
    // What lies in a closed part has a box, but is reached by opening the part first.
    if (box.width < 2 || box.height < 2 || !element.checkVisibility()) continue
    const name = `${element.tagName.toLowerCase()} “${(element.getAttribute('aria-label') ?? element.innerText).replace(/\s+/g, ' ').slice(0, 40)}”`
    let [left, right, top, bottom] = [box.left, box.right, box.top, box.bottom]
    let cut = ''
    for (let parent = element.parentElement; parent; parent = parent.parentElement) {
      const { overflowX, overflowY, position } = getComputedStyle(parent)
      const around = parent.getBoundingClientRect()
      if (/auto|scroll/.test(overflowX)) {
        left = Math.max(left, around.left)
        right = Math.min(Math.max(right, left), around.right)
      } else if (overflowX !== 'visible' && (left < around.left - SLACK || right > around.right + SLACK)) {
        cut ||= `is cut at the side by ${parent.tagName.toLowerCase()}.${parent.className}`
      }
      if (/auto|scroll/.test(overflowY)) {
        top = Math.min(Math.max(top, around.top), around.bottom)
        bottom = Math.min(Math.max(bottom, around.top), around.bottom)
      } else if (overflowY !== 'visible' && (top < around.top - SLACK || bottom > around.bottom + SLACK)) {
        cut ||= `is cut above or below by ${parent.tagName.toLowerCase()}.${parent.className}`
      }
      if (position === 'fixed') break
    }
    if (left < -SLACK || right > innerWidth + SLACK) cut ||= 'lies beyond the side of the window'
    if (top < -SLACK || bottom > innerHeight + SLACK) cut ||= 'lies above or below the window'
    if (element.tagName === 'BUTTON' && element.scrollWidth > element.clientWidth + SLACK)
      cut ||= 'has words that are cut off'
    // Vertices of an outline may lie on each other; each of them is reached by Tab.
    if (!cut && !(element instanceof SVGElement)) {
      element.scrollIntoView({ block: 'center', inline: 'center' })
      const now = element.getBoundingClientRect()
      const hit = document.elementFromPoint(now.left + now.width / 2, now.top + now.height / 2)
      const label = element.closest('label')
      const own = hit && (element.contains(hit) || hit.contains(element) || label?.contains(hit))
      if (!own)
        cut = `is covered by ${hit ? `${hit.tagName.toLowerCase()}.${hit.className}` : 'nothing in sight'}`
    }
    if (cut) found.push(`${name} ${cut}`)
  }
  return found
}
