import type { ReactNode } from 'react'
import { desk } from '../../messages/desk.ts'
import s from './SignIn.module.css'

/** The window before anybody is signed in. */
export const SignInFrame = ({ children }: { readonly children: ReactNode }) => (
  <main className={s['frame']}>
    <div className={s['brand']}>{desk.product}</div>
    <div className={s['card']}>{children}</div>
  </main>
)
