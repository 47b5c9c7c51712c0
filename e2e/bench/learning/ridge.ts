/** Ridge regression on features as they are, pad by pad; its ridge is chosen by leaving out one subject at a time. */
import { backendOf } from '../../../electron/learning/graph/internals'
import type { Tensor, TensorFlow } from '../../../electron/learning/tensorflow'
import { dot, solvePositive } from '../../../electron/domain/linear-algebra'
import { type Contender, type Kind, matrixOf, padByPad, plain, type Scored } from './data'

/** Ridges tried, as multiples of the mean squared length of a centred feature vector. */
const RIDGES = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10]

/** K = V diag(values) Vᵀ. */
interface Eigen {
  values: Float32Array
  /** Row by row; column j belongs to value j. */
  vectors: Float32Array
}

/** Ridge regression on one kind of features. */
export function ridgeOn(method: string, kind: Kind): Contender {
  return {
    methods: [method],
    needs: [kind],
    predict: (tf, question) => ({
      [method]: plain(
        padByPad(question, (training, test) => {
          const known = matrixOf(question.features, kind, training)
          return ridge(tf, known, training, matrixOf(question.features, kind, test))
        }),
      ),
    }),
  }
}

/**
 * Fits and predicts, in the dual: crops are fewer than features, or nearly so. With K the Gram matrix of the centred
 * features, H = K (K + λI)⁻¹ + 1/n and e the residuals, a left-out subject S errs by (I − H_SS)⁻¹ e_S, exactly.
 * @param known features of the training crops, one after the other
 * @param asked features of the crops to predict
 */
export function ridge(
  tf: TensorFlow,
  known: Float32Array,
  training: readonly Pick<Scored, 'subject' | 'label'>[],
  asked: Float32Array,
): Float64Array {
  const n = training.length
  const dimensions = known.length / n
  const mean = training.reduce((sum, { label }) => sum + label / n, 0)
  const labels = Float64Array.from(training, ({ label }) => label - mean)
  const centre = columnMeans(known, n, dimensions)
  const rows = centred(known, centre)
  const eigen = eigenOfGram(tf, rows, n, dimensions)
  const unit = eigen.values.reduce((sum, value) => sum + value, 0) / n
  const rotated = rotate(eigen, labels)
  const members = rowsBySubject(training)
  let best = { ridge: Infinity, error: Infinity }
  for (const share of RIDGES) {
    const error = errorWithout(eigen, rotated, labels, members, share * unit)
    if (error < best.error) best = { ridge: share * unit, error }
  }
  const weights = rotateBack(
    eigen,
    rotated.map((value, j) => value / (Math.max(0, eigen.values[j] as number) + best.ridge)),
  )
  const slope = new Float64Array(dimensions)
  for (let i = 0; i < n; i++) {
    const weight = weights[i] as number
    for (let d = 0; d < dimensions; d++) {
      slope[d] = (slope[d] as number) + weight * (rows[i * dimensions + d] as number)
    }
  }
  return Float64Array.from({ length: asked.length / dimensions }, (_, i) => {
    let value = mean
    for (let d = 0; d < dimensions; d++) {
      value += (slope[d] as number) * ((asked[i * dimensions + d] as number) - (centre[d] as number))
    }
    return value
  })
}

/** Sum of squared errors on subjects left out in turn. */
function errorWithout(
  { values, vectors }: Eigen,
  rotated: Float64Array,
  labels: Float64Array,
  members: readonly (readonly number[])[],
  ridge: number,
): number {
  const n = labels.length
  const shrunk = values.map((value) => Math.max(0, value) / (Math.max(0, value) + ridge))
  let sum = 0
  for (const own of members) {
    const m = own.length
    const rows = own.map((row) => vectors.subarray(row * n, (row + 1) * n))
    const rest = new Float64Array(m * m)
    const residuals = new Float64Array(m)
    rows.forEach((row, i) => {
      const scaled = row.map((value, j) => value * (shrunk[j] as number))
      residuals[i] = (labels[own[i] as number] as number) - dot(scaled, rotated)
      for (let j = 0; j <= i; j++) {
        const hat = dot(scaled, rows[j] as Float32Array) + 1 / n
        // The hair keeps rounding out.
        rest[i * m + j] = rest[j * m + i] = (i === j ? 1 + 1e-6 : 0) - hat
      }
    })
    const errors = solvePositive(rest, residuals, m)
    sum += dot(errors, errors)
  }
  return sum
}

/** TensorFlow's own decomposition, which tfjs does not offer: in JavaScript it would take ten times as long. */
function eigenOfGram(tf: TensorFlow, rows: Float32Array, n: number, dimensions: number): Eigen {
  const backend = backendOf(tf)
  const { TF_ATTR_BOOL, TF_ATTR_TYPE, TF_FLOAT } = backend.binding
  const x = tf.tensor2d(rows, [n, dimensions])
  const gram = tf.matMul(x, x, false, true)
  const [values, vectors] = backend.executeMultipleOutputs(
    'SelfAdjointEigV2',
    [
      { name: 'compute_v', type: TF_ATTR_BOOL, value: true },
      { name: 'T', type: TF_ATTR_TYPE, value: TF_FLOAT },
    ],
    [gram],
    2,
  ) as [Tensor, Tensor]
  const eigen = {
    values: values.dataSync() as Float32Array,
    vectors: vectors.dataSync() as Float32Array,
  }
  tf.dispose([x, gram, values, vectors])
  return eigen
}

/** Vᵀ y. */
function rotate({ vectors }: Eigen, y: Float64Array): Float64Array {
  const n = y.length
  const rotated = new Float64Array(n)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      rotated[j] = (rotated[j] as number) + (vectors[i * n + j] as number) * (y[i] as number)
    }
  }
  return rotated
}

/** V z. */
function rotateBack({ vectors }: Eigen, z: Float64Array): Float64Array {
  const n = z.length
  return Float64Array.from({ length: n }, (_, i) => dot(vectors.subarray(i * n, (i + 1) * n), z))
}

function columnMeans(matrix: Float32Array, rows: number, columns: number): Float64Array {
  const means = new Float64Array(columns)
  matrix.forEach((value, i) => (means[i % columns] = (means[i % columns] as number) + value / rows))
  return means
}

function centred(matrix: Float32Array, centre: Float64Array): Float32Array {
  return matrix.map((value, i) => value - (centre[i % centre.length] as number))
}

function rowsBySubject(training: readonly Pick<Scored, 'subject'>[]): number[][] {
  const members = new Map<string, number[]>()
  training.forEach(({ subject }, row) => {
    const own = members.get(subject)
    if (own) own.push(row)
    else members.set(subject, [row])
  })
  return [...members.values()]
}
