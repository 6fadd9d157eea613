import { TextInput } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { session } from '../../messages/session.ts'

export interface CodeFieldProps {
  readonly value: string
  readonly onChange: (code: string) => void
}

/** Appears when it is needed, and takes the keyboard then. */
export const CodeField = ({ value, onChange }: CodeFieldProps) => {
  const ref = useRef<HTMLInputElement>(null)
  useEffect(() => ref.current?.focus(), [])
  return (
    <TextInput
      ref={ref}
      label={session.signIn.code}
      description={session.signIn.codeHint}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      inputMode="numeric"
      autoComplete="one-time-code"
      maxLength={7}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value.replace(/\s/g, ''))}
    />
  )
}
