module licenseclient

go 1.19
