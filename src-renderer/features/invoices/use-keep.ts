import type { InvoiceChoices, ManualInvoice } from '@countersign/shared/features/invoice-work'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { failureOf, isUnreachable } from '../../lib/failure.ts'
import { useTRPC, useTRPCClient } from '../../lib/trpc.ts'

type Parts = Partial<InvoiceChoices>

export interface Keep {
  /** What is saved, with what is about to be. */
  readonly choices: InvoiceChoices
  readonly version: number
  readonly state: 'saved' | 'typing' | 'saving' | 'failed'
  readonly error: unknown
  /** Somebody else changed the same invoice meanwhile. */
  readonly isOvertaken: boolean
  readonly change: (parts: Parts) => void
  readonly again: () => void
  readonly dropMine: () => void
  readonly keepMine: () => void
}

const SETTLED_MS = 600
const UNREACHABLE_MS = 2000

interface Pending {
  /** As the screen read it when the first of these was typed. */
  readonly version: number
  readonly parts: Parts
}

const isEmpty = (parts: Parts): boolean => Object.keys(parts).length === 0

/** What was typed on while the rest was being sent. */
const without = (parts: Parts, sent: Parts): Parts =>
  Object.fromEntries(Object.entries(parts).filter(([name, value]) => sent[name as keyof Parts] !== value))

const stateOf = (parts: Parts, isSending: boolean, hasFailed: boolean): Keep['state'] => {
  if (isEmpty(parts)) return 'saved'
  if (isSending) return 'saving'
  return hasFailed ? 'failed' : 'typing'
}

/** Saves what is chosen as soon as typing pauses: one call at a time, and nothing typed is lost to a refusal or a restart. */
export const useKeep = (invoice: ManualInvoice): Keep => {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queryClient = useQueryClient()
  const { id } = invoice
  const [pending, setPending] = useState<Pending>({ version: invoice.version, parts: {} })
  const read = trpc.invoices.read.queryFilter({ id })
  const { mutateAsync, reset, isPending, error, variables } = useMutation(
    trpc.invoices.keep.mutationOptions({
      onSuccess: async ({ version }, sent) => {
        await queryClient.invalidateQueries(read)
        setPending((now) => ({ version, parts: without(now.parts, sent.choices as Parts) }))
      },
    }),
  )
  const { version, parts } = pending
  const isRefused = error !== null && variables?.choices === parts
  const isAway = isRefused && isUnreachable(failureOf(error))
  const onItsWay = useFlush(pending, (last) =>
    client.invoices.keep.mutate({ id, version: last.version, choices: last.parts }).catch(() => null),
  )
  useEffect(() => {
    if (isEmpty(parts) || isPending || isRefused) return undefined
    const timer = setTimeout(() => {
      onItsWay.current = { parts, answer: mutateAsync({ id, version, choices: parts }).catch(() => null) }
    }, SETTLED_MS)
    return () => clearTimeout(timer)
  }, [id, version, parts, isPending, isRefused, mutateAsync, onItsWay])
  useRetry(isAway, reset)
  const change = useCallback(
    (more: Parts) =>
      setPending((now) => ({
        version: isEmpty(now.parts) ? Math.max(now.version, invoice.version) : now.version,
        parts: { ...now.parts, ...more },
      })),
    [invoice.version],
  )
  return {
    choices: { ...invoice.choices, ...parts },
    version: isEmpty(parts) ? invoice.version : version,
    state: stateOf(parts, isPending, isRefused),
    error: isRefused ? error : null,
    isOvertaken: isRefused && failureOf(error).code === 'INVOICE_CHANGED',
    change,
    again: reset,
    dropMine: () => {
      setPending({ version: invoice.version, parts: {} })
      void queryClient.invalidateQueries(read)
    },
    keepMine: () => {
      const rebase = async () => {
        const fresh = await queryClient.fetchQuery({ ...trpc.invoices.read.queryOptions({ id }), staleTime: 0 })
        setPending((now) => ({ version: fresh.version, parts: { ...now.parts } }))
      }
      void rebase()
    },
  }
}

/** Tried again by itself while the companion can't be reached; a refusal waits for the person. */
const useRetry = (isAway: boolean, retry: () => void): void =>
  useEffect(() => {
    if (!isAway) return undefined
    const timer = setTimeout(retry, UNREACHABLE_MS)
    return () => clearTimeout(timer)
  }, [isAway, retry])

type Send = (pending: Pending) => Promise<{ readonly version: number } | null>

/** What was typed just before the page was left is sent all the same, after whatever is on its way. */
const useFlush = (pending: Pending, send: Send) => {
  const last = useRef({ pending, send })
  const onItsWay = useRef<{ readonly parts: Parts; readonly answer: ReturnType<Send> }>(null)
  useEffect(() => {
    last.current = { pending, send }
  })
  useEffect(
    () => () => {
      const { pending: left, send: flush } = last.current
      const before = onItsWay.current
      const settle = async () => {
        const kept = (await before?.answer) ?? null
        const parts = kept && before ? without(left.parts, before.parts) : left.parts
        if (!isEmpty(parts)) await flush({ version: Math.max(kept?.version ?? 0, left.version), parts })
      }
      void settle()
    },
    [],
  )
  return onItsWay
}
