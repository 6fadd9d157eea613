// What an audit entry says is what both databases can hold: no lone surrogates (UTF-8 has none) and no U+0000
// (PostgreSQL refuses it).

export const storableText = (text: string): string => text.toWellFormed().replaceAll('\u0000', '\uFFFD')
