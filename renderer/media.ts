/** Where pictures come from: addresses relative to the page, whose origin serves them. Only the development page replaces these. */
export const media = {
  photograph: (id: number): string => `photograph/${id}`,
  thumbnail: (id: number): string => `thumbnail/${id}`,
  /** The photograph of a scoring task, by the address that the task gives. */
  showing: (picture: string): string => picture,
  /** The picture of an exemplar, a crop of its own. */
  exemplar: (id: number): string => `exemplar/${id}`,
  /** 128-pixel crop of a region; the subject's right side is mirrored. */
  crop: (regionKey: number): string => `crop/${regionKey}`,
}
