import type { ReactNode } from 'react'
import s from './examples.module.css'

export const Part = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <section className={s['part']}>
    <h2>{title}</h2>
    {children}
  </section>
)
