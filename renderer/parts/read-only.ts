/** What a screen says in place of its acts where the study cannot be written. */
export const READ_ONLY = 'This study is read only: it can be looked at, but not changed.'
