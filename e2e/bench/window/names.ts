/** The round of the camera study that shows one pad of each photograph, by the name that the window shows. */
export const ONE_PAD_EACH = 'One pad of each photograph'
