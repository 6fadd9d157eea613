type Fields = Readonly<Record<string, unknown>>

/** What stands for a deleted object (SDK, DeletedDiscount and its like): a discount keeps all but its end, others the id. */
export const deletedForm = (object: string, value: Fields): Fields => {
  if (object !== 'discount') return { id: value['id'], object, deleted: true }
  return { ...Object.fromEntries(Object.entries(value).filter(([name]) => name !== 'end')), deleted: true }
}
