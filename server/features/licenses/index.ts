export { hashForeignKey } from './hash-foreign-key.ts'
export { hashKey } from './hash-key.ts'
export { hashTypedKey } from './hash-typed-key.ts'
export { readKey } from './key-rules.ts'
export { makeKey } from './make-key.ts'
export { openSigner, type Signer } from './open-signer.ts'
export { readLicensePlan } from './plan-rules.ts'
export { publishKeys } from './publish-keys.ts'
export { rotateSigningKey } from './rotate-signing-key.ts'
export { type StateVerdict, stateOf } from './state-rules.ts'
export { findLicenseKeys, listLicenses, listReleases, lockLicenses } from './store.ts'
export { findRelease, listProducts, listRegister } from './store.ts'
export { findSale, insertEvent, insertSale, listEvents, listKeys, listKnownItems, listSoldProducts } from './store.ts'
export { listLicenseKeys, listLicensesOfInvoice, listLicensesOfSubscription } from './store.ts'
export {
  confirmFacts,
  endLicenseKey,
  findLicense,
  insertLicense,
  insertLicenseKey,
  putRelease,
  updateLicense,
} from './store.ts'
export { coverageOf, newestCovered, type Release } from './version-rules.ts'
export { type LicenseView, viewLicense } from './view-license.ts'
