package licenseclient

// Caller says what to send next. What it holds has to be stored before anything is sent.
type Caller struct {
	// Token is the last that came, or empty.
	Token string
	// Nonce is of the call whose answer has not come, or empty.
	Nonce string
}

// Call is what to send.
type Call struct {
	// Token is empty for an activation.
	Token string
	Nonce string
}

// Next gives the call to send now; make makes a nonce where a new one is due.
func (c *Caller) Next(make func() string) Call {
	if c.Nonce == "" {
		c.Nonce = make()
	}
	return Call{Token: c.Token, Nonce: c.Nonce}
}

// Served is told the token of an answer whose lease is believed.
func (c *Caller) Served(token string) {
	c.Token, c.Nonce = token, ""
}

// Refused is told the code of a refusal. The nonce stays, whatever the code: if the server had moved on for it, another one would
// look like a copy. Only a token that is worth nothing is given up, with its nonce.
func (c *Caller) Refused(code string) {
	switch code {
	case "BAD_TOKEN", "UNKNOWN_INSTANCE", "INSTANCE_RELEASED":
		if c.Token != "" {
			c.Token, c.Nonce = "", ""
		}
	}
}
