import type { Pose } from './conditions'

/** The head's pivot lies this far in front of the mesh's origin, centimetres. */
const PIVOT_Z = 1

/**
 * Turns vectors by yaw, pitch and roll, in this order.
 * @param vectors x, y, z each
 * @param pivotZ subtracted from z before turning
 * @returns a new array of the same length
 */
export function rotate(vectors: Float32Array, { yaw, pitch, roll }: Pose, pivotZ = 0): Float32Array {
  const [cosYaw, sinYaw] = [Math.cos(yaw), Math.sin(yaw)]
  const [cosPitch, sinPitch] = [Math.cos(pitch), Math.sin(pitch)]
  const [cosRoll, sinRoll] = [Math.cos(roll), Math.sin(roll)]
  const turned = new Float32Array(vectors.length)
  for (let at = 0; at < vectors.length; at += 3) {
    const z = vectors[at + 2] - pivotZ
    const yawedX = vectors[at] * cosYaw + z * sinYaw
    const yawedZ = -vectors[at] * sinYaw + z * cosYaw
    const pitchedY = vectors[at + 1] * cosPitch - yawedZ * sinPitch
    turned[at] = yawedX * cosRoll - pitchedY * sinRoll
    turned[at + 1] = yawedX * sinRoll + pitchedY * cosRoll
    turned[at + 2] = vectors[at + 1] * sinPitch + yawedZ * cosPitch
  }
  return turned
}

/**
 * Projects a head into the picture in perspective. x grows to the subject's left, which an unmirrored
 * photograph shows on the right.
 * @param positions x, y, z a vertex, centimetres
 * @returns x and y in pixels (y down) and depth in centimetres (larger is nearer) a vertex
 */
export function project(positions: Float32Array, pose: Pose): Float32Array {
  const projected = rotate(positions, pose, PIVOT_Z)
  for (let at = 0; at < projected.length; at += 3) {
    const scale = pose.focalLength / (pose.cameraDistance - projected[at + 2])
    projected[at] = pose.centreX + projected[at] * scale
    projected[at + 1] = pose.centreY - projected[at + 1] * scale
  }
  return projected
}
