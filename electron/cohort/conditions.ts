import type { Colour } from './appearance'
import { clamp } from './numeric'
import type { Random } from './random'

const RADIANS = Math.PI / 180

/** How the head is held and seen. */
export interface Pose {
  /** Radians. */
  yaw: number
  pitch: number
  roll: number
  /** From the head's middle, centimetres. */
  cameraDistance: number
  /** Pixels a centimetre at a distance of one centimetre. */
  focalLength: number
  /** Where the head's middle falls, pixels. */
  centreX: number
  centreY: number
}

/** A key light, a fill light from about the other side, and ambient light. */
export interface Light {
  keyDirection: Colour
  keyStrength: number
  keyColour: Colour
  /** How far the key light reaches around the head, as of a large source. */
  wrap: number
  /** Not of unit length: it stands a little weaker than its strength says. */
  fillDirection: Colour
  fillStrength: number
  fillColour: Colour
  ambient: number
}

/** What is behind and below the face. */
export interface Backdrop {
  wall: Colour
  /** Change of brightness from the left edge to the right. */
  wallSlope: number
  cloth: Colour
}

/** What the camera makes of the light. */
export interface CameraSettings {
  /** Exposure and white balance, factors on red, green and blue. */
  gains: Colour
  gamma: number
  /** Standard deviation of the blur, pixels. */
  blur: number
  /** Standard deviation of the noise, 0–1. */
  noise: number
  jpegQuality: number
}

/** Everything about a photograph that is not its subject: the nuisance. */
export interface Conditions {
  pose: Pose
  light: Light
  backdrop: Backdrop
  camera: CameraSettings
}

function drawPose(size: number, random: Random): Pose {
  const yaw = clamp(5 * random.normal(), -12, 12) * RADIANS
  const pitch = clamp(4.5 * random.normal(), -10, 10) * RADIANS
  const roll = 3 * random.normal() * RADIANS
  const cameraDistance = random.between(45, 130)
  const zoom = random.between(0.9, 1.08)
  return {
    yaw,
    pitch,
    roll,
    cameraDistance,
    // About 27 cm across the picture whatever the distance: distance changes perspective, zoom the size.
    focalLength: ((size * cameraDistance) / 27) * zoom,
    centreX: size * (0.5 + 0.02 * random.normal()),
    centreY: size * (0.5 + 0.02 * random.normal()),
  }
}

/** The light varies most of all: it hides or feigns relief as much as a pad does. */
function drawLight(random: Random): Light {
  const azimuth = random.between(-65, 65) * RADIANS
  const elevation = random.between(-10, 60) * RADIANS
  const keyStrength = random.between(0.45, 1)
  const fillAzimuth = -azimuth + 0.5 * random.normal()
  const fillStrength = random.between(0.05, 0.5)
  const ambient = random.between(0.12, 0.45)
  const wrap = random.between(0.05, 0.35)
  const keyWarmth = 0.1 * random.normal()
  const fillWarmth = 0.08 * random.normal()
  return {
    keyDirection: [
      Math.sin(azimuth) * Math.cos(elevation),
      Math.sin(elevation),
      Math.cos(azimuth) * Math.cos(elevation),
    ],
    keyStrength,
    keyColour: [1 + keyWarmth, 1, 1 - keyWarmth],
    wrap,
    fillDirection: [Math.sin(fillAzimuth) * 0.9, 0.15, Math.cos(fillAzimuth) * 0.9],
    fillStrength,
    fillColour: [1 + fillWarmth, 1, 1 - fillWarmth],
    ambient,
  }
}

function drawBackdrop(random: Random): Backdrop {
  const vivid = [random.between(0.1, 0.8), random.between(0.1, 0.8), random.between(0.15, 0.85)]
  const grey = (vivid[0] + vivid[1] + vivid[2]) / 3
  const muted = (k: number): number => 0.5 * vivid[k] + 0.5 * grey
  return {
    wall: [muted(0), muted(1), muted(2)],
    wallSlope: 0.15 * random.normal(),
    cloth: [random.between(0.05, 0.6), random.between(0.05, 0.6), random.between(0.05, 0.7)],
  }
}

function drawCamera(size: number, random: Random): CameraSettings {
  const exposure = 1.1 * 2 ** (0.35 * random.normal())
  const balance = 0.07 * random.normal()
  const tint = 0.02 * random.normal()
  return {
    gains: [exposure * (1 + balance), exposure * (1 + tint), exposure * (1 - balance)],
    gamma: 1 / random.between(1.9, 2.4),
    blur: (random.between(0, 1.1) * size) / 384,
    noise: random.between(0.002, 0.018),
    jpegQuality: Math.round(random.between(55, 95)),
  }
}

/**
 * Draws a photograph's nuisance. Nothing of the subject enters, so that no condition can tell a score.
 * @param size width and height of the photograph, pixels
 */
export function drawConditions(size: number, random: Random): Conditions {
  const pose = drawPose(size, random)
  const light = drawLight(random)
  const backdrop = drawBackdrop(random)
  const camera = drawCamera(size, random)
  return { pose, light, backdrop, camera }
}
