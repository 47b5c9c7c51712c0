import { describe, expect, it, vi } from 'vitest'

const { isNoise } = await vi.importActual<{ isNoise: (line: string) => boolean }>('./noise.mjs')

describe('isNoise', () => {
  it.each([
    '[11100:1124/194748.319039:ERROR:bus.cc(399)] Failed to connect to the bus: No such file or directory',
    '[2345:0101/000000.1:WARNING:gpu_process_host.cc(1)] x',
    '(malar:123): Gtk-WARNING **: 10:00:00.000: cannot open display',
    'MESA: error: ZINK: failed to choose pdev',
    'libEGL warning: egl: failed to create dri2 screen',
    'WARNING: All log messages before absl::InitializeLog() is called are written to STDERR',
    'I0000 00:00:1795549619.136528   10903 cpu_feature_guard.cc:227] This TensorFlow binary is optimized',
    'To enable the following instructions: AVX2 FMA, in other operations, rebuild TensorFlow',
  ])('leaves out: %s', (line) => expect(isNoise(line)).toBe(true))

  it.each([
    'malar import: 12 of 40 photographs',
    '[1/40] IMG_0001.jpg: no face was found',
    'Error: the study was made by a newer Malar',
    "TypeError: Cannot read properties of undefined (reading 'score')",
    '',
  ])('keeps: %s', (line) => expect(isNoise(line)).toBe(false))
})
