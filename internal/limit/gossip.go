package limit

import "encoding/binary"

// topic is where replicas tell each other of their counts.
const topic = "limits"

// A message is eight bytes for the minute, then for each key the key, this minute's count and the last one's. Counts are totals, not
// steps: a message that is lost, or comes twice, does no harm.
const (
	head       = 8
	entry      = 9 + 4 + 4
	mostInOne  = 2000
	mostOthers = 64 // replicas that one key is counted for
)

// tell says what note has found worth saying.
func (l *Limiter) tell() {
	if l.bus == nil {
		return
	}
	minute, _ := split(l.now())
	for _, message := range l.messages(minute) {
		l.bus.Tell(topic, message)
	}
}

func (l *Limiter) messages(minute int64) [][]byte {
	l.mu.Lock()
	defer l.mu.Unlock()
	var list [][]byte
	var m []byte
	for k := range l.due {
		delete(l.due, k)
		c := l.keys[k]
		if c == nil {
			continue // forgotten meanwhile
		}
		c.turn(minute)
		if c.own == c.told {
			continue // another minute has begun
		}
		c.told = c.own
		if m == nil {
			m = binary.BigEndian.AppendUint64(nil, uint64(c.minute))
		}
		m = append(m, k[:]...)
		m = binary.BigEndian.AppendUint32(m, uint32(c.own))
		m = binary.BigEndian.AppendUint32(m, uint32(c.last))
		if len(m) >= head+mostInOne*entry {
			list, m = append(list, m), nil
		}
	}
	if m != nil {
		list = append(list, m)
	}
	return list
}

// hear takes what another replica has counted. What is not a message of this form is another version's, and left alone.
func (l *Limiter) hear(heard, from string, data []byte) {
	if heard != topic || len(data) < head+entry || (len(data)-head)%entry != 0 {
		return
	}
	minute, _ := split(l.now())
	said := int64(binary.BigEndian.Uint64(data))
	if said < minute-1 || said > minute+1 {
		return // too old to count, or its clock is wrong
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	for data = data[head:]; len(data) > 0; data = data[entry:] {
		k := key(data[:9])
		c := l.keys[k]
		if c == nil {
			if len(l.keys) >= most {
				l.forget(minute)
			}
			c = &count{minute: minute}
			l.keys[k] = c
		}
		c.hear(share{from, said, int(binary.BigEndian.Uint32(data[9:])), int(binary.BigEndian.Uint32(data[13:]))}, minute)
	}
}

// hear keeps a replica's newest word. Totals only grow within a minute, so the larger one is the newer.
func (c *count) hear(s share, minute int64) {
	for i := range c.others {
		if c.others[i].from != s.from {
			continue
		}
		if old := c.others[i]; old.minute > s.minute || (old.minute == s.minute && old.own > s.own) {
			return
		}
		c.others[i] = s
		return
	}
	for i := range c.others { // a replica that has gone leaves its place
		if c.others[i].minute < minute-1 {
			c.others[i] = s
			return
		}
	}
	if len(c.others) < mostOthers {
		c.others = append(c.others, s)
	}
}
