/** An approver's key of this browser. `privateKey` can be used and not read, here or anywhere. */
export interface KeptBrowserKey {
  readonly publicKey: string
  readonly privateKey: CryptoKey
}

/** Keys by a name; survives a reload, not the clearing of the site's data. Rejects where the browser keeps nothing. */
export interface KeyStore {
  readonly load: (name: string) => Promise<KeptBrowserKey | null>
  readonly keep: (name: string, key: KeptBrowserKey) => Promise<void>
}

const DATABASE = 'countersign-approver-keys'
const TABLE = 'keys'

const outcomeOf = <Value>(request: IDBRequest<Value>): Promise<Value> =>
  new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(request.error ?? new Error('the browser’s database failed')))
  })

const openDatabase = (): Promise<IDBDatabase> => {
  const request = indexedDB.open(DATABASE, 1)
  request.addEventListener('upgradeneeded', () => request.result.createObjectStore(TABLE))
  return outcomeOf(request)
}

const isKept = (value: unknown): value is KeptBrowserKey =>
  typeof value === 'object' &&
  value !== null &&
  typeof Reflect.get(value, 'publicKey') === 'string' &&
  Reflect.get(value, 'privateKey') instanceof CryptoKey

/** IndexedDB, which alone keeps a key that scripts can't read. */
export const browserKeyStore: KeyStore = {
  load: async (name) => {
    const database = await openDatabase()
    try {
      const found: unknown = await outcomeOf(database.transaction(TABLE).objectStore(TABLE).get(name))
      return isKept(found) ? found : null
    } finally {
      database.close()
    }
  },
  keep: async (name, key) => {
    const database = await openDatabase()
    try {
      const change = database.transaction(TABLE, 'readwrite', { durability: 'strict' })
      const written = new Promise<void>((resolve, reject) => {
        change.addEventListener('complete', () => resolve())
        change.addEventListener('abort', () => reject(change.error ?? new Error('the browser kept nothing')))
      })
      change.objectStore(TABLE).put(key, name)
      await written
    } finally {
      database.close()
    }
  },
}
