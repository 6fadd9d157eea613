export { stackCoupons } from './stack-coupons.ts'
