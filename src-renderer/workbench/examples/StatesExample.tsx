import { StatesActing } from './StatesActing.tsx'
import { StatesMoney } from './StatesMoney.tsx'
import { StatesProof } from './StatesProof.tsx'
import s from './examples.module.css'

export const StatesExample = () => (
  <main className={s['sheet']}>
    <h1>States and parts</h1>
    <div className={s['columns']}>
      <StatesProof />
      <StatesMoney />
      <StatesActing />
    </div>
  </main>
)
