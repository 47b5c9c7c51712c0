/**
 * The decoder page: hidden, sandboxed, without any function of the app but one port.
 * Chromium decodes the bytes here, so that a hostile image can at worst end this page.
 */
import type {
  CropRequest,
  DecodeRequest,
  DecodedPhotograph,
  FromDecoder,
  ToDecoder,
} from '../../electron/decoder-protocol'
import { drawCrop, drawUpright, scaledSize, uprightSize } from './drawing'

const PHOTOGRAPH_QUALITY = 0.95
const SMALL_QUALITY = 0.92

/** The upright photograph that was decoded last; crops are cut from it without decoding again. */
let current: OffscreenCanvas | null = null

window.addEventListener('message', (event) => {
  const port = event.ports[0]
  if (event.data !== 'malar-decoder-port' || !port) return
  port.onmessage = (message: MessageEvent<ToDecoder>) => void answer(port, message.data)
  port.start()
})

async function answer(port: MessagePort, task: ToDecoder): Promise<void> {
  let reply: FromDecoder
  try {
    const result = task.kind === 'decode' ? await decode(task) : await cut(task)
    reply = { seq: task.seq, ok: true, answer: result }
  } catch (error) {
    reply = { seq: task.seq, ok: false, message: error instanceof Error ? error.message : String(error) }
  }
  port.postMessage(reply)
}

async function decode(task: DecodeRequest): Promise<DecodedPhotograph> {
  const bitmap = await createImageBitmap(new Blob([task.bytes as BlobPart], { type: task.mime }))
  const { width, height } = uprightSize(bitmap.width, bitmap.height, task.orientation)
  current = canvas(width, height)
  drawUpright(context(current), bitmap, task.orientation, width, height)
  bitmap.close()

  const analysisSize = scaledSize(width, height, task.analysisSide)
  const analysis = context(shrunk(current, analysisSize.width, analysisSize.height))
  const thumbnail = scaledSize(width, height, task.thumbnailSide)
  return {
    width,
    height,
    mime: task.encodeAs,
    bytes: await encoded(current, task.encodeAs, PHOTOGRAPH_QUALITY),
    thumbnail: await encoded(shrunk(current, thumbnail.width, thumbnail.height), 'image/jpeg', SMALL_QUALITY),
    analysis: {
      ...analysisSize,
      rgba: new Uint8Array(analysis.getImageData(0, 0, analysisSize.width, analysisSize.height).data.buffer),
    },
  }
}

async function cut(task: CropRequest): Promise<Uint8Array[]> {
  if (task.bytes) {
    const bitmap = await createImageBitmap(new Blob([task.bytes as BlobPart], { type: task.mime }))
    current = canvas(bitmap.width, bitmap.height)
    context(current).drawImage(bitmap, 0, 0)
    bitmap.close()
  }
  if (!current) throw new Error('no photograph is decoded')
  const crops: Uint8Array[] = []
  for (const frame of task.frames) {
    const crop = canvas(task.pixels, task.pixels)
    drawCrop(context(crop), current, frame, task.pixels)
    crops.push(await encoded(crop, 'image/jpeg', SMALL_QUALITY))
  }
  return crops
}

function canvas(width: number, height: number): OffscreenCanvas {
  return new OffscreenCanvas(width, height)
}

function context(target: OffscreenCanvas): OffscreenCanvasRenderingContext2D {
  // Kept in main memory: crops of a photograph are read back, and there may be no graphics card.
  const found = target.getContext('2d', { willReadFrequently: true })
  if (!found) throw new Error('no canvas could be made')
  found.imageSmoothingEnabled = true
  found.imageSmoothingQuality = 'high'
  return found
}

function shrunk(source: OffscreenCanvas, width: number, height: number): OffscreenCanvas {
  const target = canvas(width, height)
  const drawing = context(target)
  drawing.fillStyle = '#808080'
  drawing.fillRect(0, 0, width, height)
  drawing.drawImage(source, 0, 0, width, height)
  return target
}

async function encoded(source: OffscreenCanvas, type: string, quality: number): Promise<Uint8Array> {
  const blob = await source.convertToBlob({ type, quality })
  return new Uint8Array(await blob.arrayBuffer())
}
