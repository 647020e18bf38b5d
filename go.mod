module talkoot

go 1.26
